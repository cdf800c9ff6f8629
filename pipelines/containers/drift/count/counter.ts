import type { CountedBin } from '../../../../domain/drift/counted.ts';
import { CountError } from './errors.ts';
import type { Counting } from '../sql/queries.ts';

/** What is to be counted; the counter brings its dialect. */
export type Asked = Omit<Counting, 'dialect'>;

/** An engine that runs the queries of sql/queries.ts where the rows are. */
export interface Counter {
  count(asked: Asked, pivots: readonly number[]): Promise<Counted>;
  /** Values by column, NaN where missing; at most `size` rows. */
  sample(asked: Asked, places: readonly number[], size: number): Promise<Float64Array[]>;
}

export interface Counted {
  readonly rows: number;
  /** Bodies or lines that could not be taken apart; not among `rows`. */
  readonly unreadableRows: number;
  readonly bins: readonly CountedBin[];
}

/** The result of a count query. @throws CountError for a result of another form. */
export function countedOf(rows: readonly Readonly<Record<string, unknown>>[], engine: string): Counted {
  const all = rows.map((row): CountedBin => ({
    place: wholeOf(row, 'place', engine),
    bin: row['bin'] === null ? null : wholeOf(row, 'bin', engine),
    category: typeof row['category'] === 'string' ? row['category'] : null,
    n: wholeOf(row, 'n', engine),
    unreadable: wholeOf(row, 'unreadable', engine),
    low: numberOf(row['low']),
    high: numberOf(row['high']),
    sum: numberOf(row['sum']),
    squares: numberOf(row['squares']),
  }));
  const rowsOf = (category: string): number =>
    all.reduce((sum, bin) => (bin.place === -1 && bin.category === category ? sum + bin.n : sum), 0);
  return {
    rows: rowsOf('read'),
    unreadableRows: rowsOf('unreadable'),
    bins: all.filter(({ place }) => place >= 0),
  };
}

/** BIGINT comes as bigint from DuckDB, and everything as text from Athena; a count is below 2^53. */
const numberOf = (value: unknown): number | null =>
  value === null || value === undefined || value === '' ? null : Number(value);

function wholeOf(row: Readonly<Record<string, unknown>>, column: string, engine: string): number {
  const value = numberOf(row[column]);
  if (Number.isSafeInteger(value)) return value ?? 0;
  throw new CountError(
    `result of the count by ${engine}: expected a whole number in column ${column} of every row`,
  );
}

/** The result of a sample query, rows of values, as columns. */
export function sampleOf(rows: readonly (readonly unknown[])[], width: number): Float64Array[] {
  return Array.from({ length: width }, (_, i) =>
    Float64Array.from(rows, (row) => numberOf(row[i]) ?? Number.NaN),
  );
}

import { categoryCounts } from './categories.ts';
import type { ColumnProfile, DriftColumnSpec } from './columns.ts';
import { DriftInputError } from './errors.ts';
import { emptyHistogram, meanOf, type NumericHistogram } from './histogram.ts';
import { categoriesAtMost } from './reducer.ts';

/**
 * What a query counted: one bin of a numeric column, one category of another, or its missing values. A window may come
 * in any number of parts and in any order: the same bin may come again.
 */
export interface CountedBin {
  /** Of the column among those that were asked for. */
  readonly place: number;
  /** Of float-bin.ts; null for missing values, and for categories. */
  readonly bin: number | null;
  /** Null for missing values, and for numbers. */
  readonly category: string | null;
  readonly n: number;
  /** Cells among `n` that hold a text where a number should be; they count as missing. */
  readonly unreadable: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of x - pivot, and of its square. */
  readonly sum: number | null;
  readonly squares: number | null;
}

export interface CountedTable {
  readonly profiles: readonly ColumnProfile[];
  /** Columns with cells that could not be read. */
  readonly unreadable: readonly { readonly column: string; readonly cells: number }[];
}

/** Near each column's mean, so that sums of squares around it keep their digits: those of a reference do. 0 without one. */
export const pivotsOf = (columns: readonly ColumnProfile[]): number[] =>
  columns.map(({ values }) => (values.kind === 'numeric' && values.n > 0 ? meanOf(values) : 0));

/**
 * The columns as the engine would have reduced them itself: bins and counts to the last one, sums but for rounding.
 * @param pivots that the query took off, see pivotsOf.
 * @throws DriftInputError for a place that is no column's, and a column with more categories than one can have.
 */
export function tableFromCounts(
  specs: readonly DriftColumnSpec[],
  pivots: readonly number[],
  counted: Iterable<CountedBin>,
): CountedTable {
  const parts: CountedBin[][] = specs.map(() => []);
  for (const bin of counted) {
    const part = parts[bin.place];
    if (!part)
      throw new DriftInputError(`counted bins: got place ${bin.place}, expected one of ${specs.length}`);
    part.push(bin);
  }
  const profiles = specs.map(({ name, kind, unit }, i): ColumnProfile => ({
    name,
    ...(unit === undefined ? {} : { unit }),
    values: kind === 'numeric' ? numericOf(parts[i]!, pivots[i] ?? 0) : categoriesOf(name, parts[i]!),
  }));
  const unreadable = specs.flatMap(({ name }, i) => {
    const cells = parts[i]!.reduce((sum, bin) => sum + bin.unreadable, 0);
    return cells > 0 ? [{ column: name, cells }] : [];
  });
  return { profiles, unreadable };
}

function numericOf(bins: readonly CountedBin[], pivot: number): NumericHistogram {
  const counts = new Map<number, number>();
  let missing = 0;
  let n = 0;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let squares = 0;
  // Sorted: the same bins give the same sums, in whatever order they came.
  for (const bin of [...bins].sort((a, b) => (a.bin ?? -Infinity) - (b.bin ?? -Infinity))) {
    if (bin.bin === null) {
      missing += bin.n;
      continue;
    }
    counts.set(bin.bin, (counts.get(bin.bin) ?? 0) + bin.n);
    n += bin.n;
    low = Math.min(low, bin.low ?? Infinity);
    high = Math.max(high, bin.high ?? -Infinity);
    sum += bin.sum ?? 0;
    squares += bin.squares ?? 0;
  }
  if (n === 0) return { ...emptyHistogram, missing };
  return {
    kind: 'numeric',
    n,
    missing,
    min: low,
    max: high,
    sum: sum + n * pivot,
    m2: Math.max(0, squares - (sum * sum) / n),
    keys: [...counts.keys()],
    counts: [...counts.values()],
  };
}

function categoriesOf(name: string, bins: readonly CountedBin[]): ColumnProfile['values'] {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const { category, n } of bins) {
    if (category === null) missing += n;
    else counts.set(category, (counts.get(category) ?? 0) + n);
  }
  if (counts.size > categoriesAtMost)
    throw new DriftInputError(
      `column ${name}: got ${counts.size} different values, expected at most ${categoriesAtMost}; it identifies rows, or is free text`,
    );
  return categoryCounts(counts, missing);
}

import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../errors.ts';
import { nameOf, readText } from './files.ts';

export interface CsvTable {
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
}

/** A CSV file (RFC 4180, BOM allowed) with its header; `-` is standard input. Throws UsageError for what is no table. */
export async function readCsv(path: string): Promise<CsvTable> {
  const text = await readText(path);
  const [header, ...records] = parseCsv(text, nameOf(path));
  if (!header) throw new UsageError(`${nameOf(path)}: got an empty file, expected a CSV table with a header`);
  return { header, records };
}

function parseCsv(text: string, what: string): string[][] {
  try {
    // relax_column_count: the cleaning report names rows of another length; the parser would stop at the first.
    return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = Reflect.get(error, 'lines');
    throw new UsageError(
      `${what}: line ${typeof line === 'number' ? line : '?'}: broken CSV (${error.code}), expected RFC 4180: quotes closed, and doubled inside a quoted cell`,
      { cause: error },
    );
  }
}

/** One CSV record. A cell that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\n`;

function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import type { Manifest } from '../../domain/dataset/manifest.ts';
import type { ObjectStore } from '../../domain/ports.ts';

/** A dataset that cannot be taken as a whole; the reason goes into its record. Holds no value of a row. */
export class DatasetRejectedError extends Error {
  override readonly name = 'DatasetRejectedError';
}

/** The rows of all files, one after the other, under their common header. */
export interface DatasetRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where row `i` (from 0) comes from: its file and its number there, from 1 below the header. */
  readonly placeOf: (i: number) => { readonly file: string; readonly row: number };
}

/** More does not fit into the function's memory; such data come in several datasets. */
const maximumBytes = 64 * 1024 * 1024;

/** @throws DatasetRejectedError where a file is missing, damaged, no CSV, or has other rows than announced. */
export async function readFiles(
  objects: ObjectStore,
  folder: string,
  files: Manifest['files'],
): Promise<DatasetRows> {
  let bytes = 0;
  const tables: { file: string; text: string; rows: number }[] = [];
  for (const file of files) {
    if (
      !file.key.startsWith(folder) ||
      file.key.split('/').some((part) => part === '..' || part === '.' || part === '')
    )
      throw new DatasetRejectedError(`a file of the manifest lies outside of ${folder}; put it there`);
    const found = await objects.get(file.key);
    if (!found)
      throw new DatasetRejectedError(`${file.key}: not there; upload files first, the manifest last`);
    bytes += found.body.byteLength;
    if (bytes > maximumBytes)
      throw new DatasetRejectedError(
        `more than ${maximumBytes} bytes in all; split it into several datasets`,
      );
    const hash = createHash('sha256').update(found.body).digest('hex');
    if (hash !== file.sha256)
      throw new DatasetRejectedError(
        `${file.key}: got SHA-256 ${hash}, expected ${file.sha256}; upload it again`,
      );
    tables.push({ file: file.key, text: decoded(found.body, file.key), rows: file.rows });
  }
  return joined(tables);
}

/** One table as text, for what comes with a request. Throws DatasetRejectedError as readFiles does. */
export const readText = (text: string, file: string): DatasetRows => joined([{ file, text }]);

function joined(tables: readonly { file: string; text: string; rows?: number }[]): DatasetRows {
  let header: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  const starts: { file: string; from: number }[] = [];
  for (const table of tables) {
    const [first, ...records] = cells(table.text, table.file);
    if (!first) throw new DatasetRejectedError(`${table.file}: got nothing, expected a table with a header`);
    if (table.rows !== undefined && records.length !== table.rows)
      throw new DatasetRejectedError(
        `${table.file}: got ${records.length} rows, expected ${table.rows} as announced`,
      );
    if (header && JSON.stringify(first) !== JSON.stringify(header))
      throw new DatasetRejectedError(
        `${table.file}: its columns are not those of the first file, in the same order`,
      );
    header ??= first;
    starts.push({ file: table.file, from: rows.length });
    for (const record of records) rows.push(record);
  }
  return {
    header: header ?? [],
    rows,
    placeOf(i) {
      const { file, from } = starts.findLast((start) => start.from <= i) ?? { file: '', from: 0 };
      return { file, row: i - from + 1 };
    },
  };
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DatasetRejectedError(`${file}: is not UTF-8; save it as UTF-8`);
  }
}

function cells(text: string, file: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    // The parser's own message quotes the cell.
    const line: unknown = error instanceof Error ? Reflect.get(error, 'lines') : undefined;
    const where = typeof line === 'number' ? ` at line ${line}` : '';
    throw new DatasetRejectedError(
      `${file}: a quote is out of place${where}; expected CSV as RFC 4180 describes it`,
    );
  }
}

import { CsvError } from '../../domain/dataset/csv/errors.ts';
import { checkNames, delimiterOf, readHeader } from '../../domain/dataset/csv/header.ts';
import type { CsvRecord } from './quoted.ts';
import { openSource, type ByteSource } from './source.ts';

/** A CSV whose header was read, and the first rows looked at. */
export interface OpenTable {
  readonly what: string;
  readonly modifiedAt: string;
  readonly names: readonly string[];
  readonly openEnd: boolean;
  readonly delimiter: string;
  /** Some of the first rows' cells, to tell what the columns hold. */
  readonly firstRows: readonly (readonly string[])[];
  /** What is still to be read: bytes of plain lines, or records where already the header is quoted. */
  readonly body:
    | { readonly kind: 'plain'; readonly chunks: AsyncIterable<Uint8Array> }
    | { readonly kind: 'quoted'; readonly records: AsyncIterable<CsvRecord> };
}

/** Enough to tell what the columns hold. */
const headBytes = 2 ** 20;
const firstRowsAtMost = 2000;

/** Opens a CSV file, or standard input for `-`. Throws CsvError, or Node's file errors. */
export async function openTable(path: string): Promise<OpenTable> {
  const source = openSource(path);
  const head = await readHead(source);
  const header = readHeader(head, source.what);
  if (header === 'quoted') return openQuoted(source, head);
  const { names, openEnd, bodyAt } = header;
  const delimiter = String.fromCharCode(header.delimiter);
  const body = head.subarray(bodyAt);
  return {
    what: source.what,
    modifiedAt: source.modifiedAt,
    names,
    openEnd,
    delimiter,
    firstRows: await firstRowsOf(body, delimiter, source.what),
    body: { kind: 'plain', chunks: chain([body], source.chunks) },
  };
}

async function openQuoted(source: ByteSource, head: Uint8Array): Promise<OpenTable> {
  const { quotedRecords } = await import('./quoted.ts');
  const firstLine = new TextDecoder().decode(head).split('\n', 1)[0] ?? '';
  const delimiter = delimiterOf(firstLine.replaceAll(/"[^"]*"/g, ''));
  const records = quotedRecords(chain([head], source.chunks), { what: source.what, delimiter, firstLine: 1 });
  const header = await records.next();
  if (header.done) throw new CsvError({ what: source.what }, 'no header', 'a header with column names');
  const first: CsvRecord[] = [];
  while (first.length < firstRowsAtMost) {
    const next = await records.next();
    if (next.done) break;
    first.push(next.value);
  }
  return {
    what: source.what,
    modifiedAt: source.modifiedAt,
    ...checkNames(header.value.cells, source.what),
    delimiter,
    firstRows: first.map(({ cells }) => cells),
    body: { kind: 'quoted', records: chain(first, records) },
  };
}

async function readHead(source: ByteSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await source.chunks.next();
    if (next.done) break;
    parts.push(next.value.slice());
    length += next.value.length;
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

async function firstRowsOf(body: Uint8Array, delimiter: string, what: string): Promise<string[][]> {
  const lastLine = body.lastIndexOf(10);
  // The last line may be cut short by the head's end.
  const text = new TextDecoder().decode(body.subarray(0, lastLine > 0 ? lastLine : body.length));
  if (!text.includes('"')) {
    return text
      .split('\n', firstRowsAtMost)
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(delimiter));
  }
  const { quotedRecords } = await import('./quoted.ts');
  const rows: string[][] = [];
  try {
    for await (const { cells } of quotedRecords(chain([Buffer.from(text)]), {
      what,
      delimiter,
      firstLine: 2,
    })) {
      if (rows.push([...cells]) >= firstRowsAtMost) break;
    }
  } catch {
    // A quoted cell that goes on behind the head; if it is really broken, reading the rows says so.
  }
  return rows;
}

async function* chain<T>(first: readonly T[], rest?: AsyncIterator<T>): AsyncGenerator<T> {
  yield* first;
  for (let next = await rest?.next(); next && !next.done; next = await rest?.next()) yield next.value;
}

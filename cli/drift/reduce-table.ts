import { CsvByteReader } from '../../domain/dataset/csv/byte-reader.ts';
import { CsvError } from '../../domain/dataset/csv/errors.ts';
import type { CsvLayout } from '../../domain/dataset/csv/layout.ts';
import { CsvRecordReader } from '../../domain/dataset/csv/records.ts';
import type { DriftColumnSpec } from '../../domain/drift/columns.ts';
import { TableReducer, type ReducedTable } from '../../domain/drift/reducer.ts';
import type { OpenTable } from './open-table.ts';

/** Reads a table to its end, in constant memory. Throws CsvError with line and column. */
export async function reduceTable(
  table: OpenTable,
  specs: readonly DriftColumnSpec[],
): Promise<ReducedTable> {
  const columns = specs.map((spec) => ({ ...spec, at: positionOf(table, spec.name) }));
  const kinds = table.names.map((): 'numeric' | 'text' | 'skip' => 'skip');
  for (const { at, kind } of columns) kinds[at] = kind === 'numeric' ? 'numeric' : 'text';
  const layout: CsvLayout = {
    what: table.what,
    names: table.names,
    kinds,
    delimiter: table.delimiter.charCodeAt(0),
    openEnd: table.openEnd,
  };
  const reducer = new TableReducer(columns);
  if (table.body.kind === 'quoted') {
    const reader = new CsvRecordReader(layout, reducer);
    for await (const { cells, line } of table.body.records) reader.push(cells, line);
  } else {
    await readPlain(table.body.chunks, layout, reducer, table.delimiter);
  }
  const reduced = reducer.finish();
  if (reduced.rows === 0)
    throw new CsvError({ what: table.what, line: 2 }, 'no rows', 'rows below the header');
  return reduced;
}

/** Bytes as long as they are plain; from the first quoted cell on by the full parser, with the same sink. */
async function readPlain(
  chunks: AsyncIterable<Uint8Array>,
  layout: CsvLayout,
  reducer: TableReducer,
  delimiter: string,
): Promise<void> {
  const reader = new CsvByteReader(layout, reducer);
  const source = chunks[Symbol.asyncIterator]();
  let plain = true;
  for (;;) {
    const next = await source.next();
    if (next.done) break;
    plain = reader.push(next.value);
    if (!plain) break;
  }
  if (plain && reader.end()) return;
  const { quotedRecords } = await import('./quoted.ts');
  const records = new CsvRecordReader(layout, reducer);
  const rest = remaining(reader.rest(), source);
  const options = { what: layout.what, delimiter, firstLine: reader.nextLine };
  for await (const { cells, line } of quotedRecords(rest, options)) records.push(cells, line);
}

async function* remaining(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function positionOf(table: OpenTable, name: string): number {
  const at = table.names.indexOf(name);
  if (at >= 0) return at;
  throw new CsvError(
    { what: table.what, line: 1, column: name },
    `no such column among ${table.names.length}`,
    'the same columns in both tables (names are compared letter by letter)',
  );
}

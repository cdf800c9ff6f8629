import { parse, type Info } from 'csv-parse';
import { Readable } from 'node:stream';
import { CsvError } from '../../domain/dataset/csv/errors.ts';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where the record ends, counted from the first line of the file. */
  readonly line: number;
}

/**
 * The records of a CSV with quoted cells, by a full parser.
 * @param firstLine the number of the first line in `chunks`.
 * @throws CsvError for an open quote and for bytes that are not UTF-8.
 */
export async function* quotedRecords(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly what: string; readonly delimiter: string; readonly firstLine: number },
): AsyncGenerator<CsvRecord> {
  const { what, delimiter, firstLine } = options;
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  // An error of the source has to reach the reader of the parser, which `pipe` does not do.
  const text = Readable.from(decoded(chunks, what));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const item of parser) {
      // csv-parse types its records as any; this is the form that `info: true` gives.
      const { record, info } = item as { readonly record: string[]; readonly info: Info };
      yield { cells: record, line: firstLine - 1 + info.lines };
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('lines' in error)) throw error;
    const line = typeof error.lines === 'number' ? firstLine - 1 + error.lines : undefined;
    throw new CsvError(
      { what, line },
      error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote that is never closed' : 'broken quoting',
      'quotes closed, and doubled inside a quoted cell (RFC 4180)',
    );
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield utf8.decode(chunk, { stream: true });
    yield utf8.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CsvError({ what }, 'bytes that are not UTF-8', 'UTF-8; save the file as "CSV UTF-8"');
  }
}

import { InvalidInputError } from '../../domain/validation/parse.ts';

/** First bytes of what is often taken for a table, and what to do. */
const others: readonly (readonly [string, string, string])[] = [
  ['504b0304', 'a ZIP archive or an Excel workbook', 'save the sheet as CSV, or unpack the archive first'],
  ['504b0506', 'an empty ZIP archive', 'save the sheet as CSV'],
  ['d0cf11e0', 'an old Excel workbook', 'save the sheet as CSV'],
  ['1f8b', 'a gzip archive', 'unpack it first'],
  ['25504446', 'a PDF', 'export the table as CSV'],
  ['89504e47', 'an image', 'upload a table'],
  ['ffd8ff', 'an image', 'upload a table'],
  ['7f454c46', 'a program', 'upload a table'],
  ['50415231', 'a Parquet file', 'save it as CSV'],
  ['fffe', 'text in UTF-16', 'save it as UTF-8'],
  ['feff', 'text in UTF-16', 'save it as UTF-8'],
];

const refused = (got: string, todo: string): InvalidInputError =>
  new InvalidInputError('file', [{ field: 'file', got, expected: `a table as CSV in UTF-8: ${todo}` }]);

/**
 * The text of a CSV file. Archives are never opened, so that none can be larger inside than outside.
 * @throws InvalidInputError that says what came instead of a table, and what to do.
 */
export function tableText(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) throw refused('an empty file', 'a header and at least one row');
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const other = others.find(([magic]) => start.startsWith(magic));
  if (other) throw refused(other[1], other[2]);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('bytes that are not UTF-8', 'save it as UTF-8');
  }
  if (text.includes('\u0000')) throw refused('a file of bytes, not of text', 'export the table as CSV');
  return text;
}

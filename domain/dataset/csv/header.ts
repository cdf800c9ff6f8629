import { CsvError } from './errors.ts';

export interface CsvHeader {
  /** A column without a name is called `Unnamed: <position from 0>`, as pandas calls it. */
  readonly names: readonly string[];
  /** Its byte: comma, semicolon or tab, whichever the header has most of. */
  readonly delimiter: number;
  /** Where the rows begin. */
  readonly bodyAt: number;
  /** The header's last name is empty: rows may end one cell early (a trailing comma in the header alone). */
  readonly openEnd: boolean;
}

const newline = 10;
const quote = 34;
const delimiters = [',', ';', '\t'];

/**
 * The header of a file from its first bytes.
 * @returns 'quoted' where a name is quoted, so that only a full CSV parser can read it.
 * @throws CsvError for an empty file, a repeated name, or bytes that are not UTF-8.
 */
export function readHeader(bytes: Uint8Array, what: string): CsvHeader | 'quoted' {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new CsvError({ what, line: 1 }, 'UTF-16', 'UTF-8; save the file as "CSV UTF-8"');
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = bytes.indexOf(newline, start);
  const line = decodeUtf8(bytes.subarray(start, end < 0 ? bytes.length : end), { what, line: 1 }).replace(
    /\r$/,
    '',
  );
  if (line.trim() === '') {
    throw new CsvError(
      { what, ...(bytes.length > start ? { line: 1 } : {}) },
      bytes.length > start ? 'an empty line' : 'an empty file',
      'a header with column names, then rows',
    );
  }
  if (line.includes(String.fromCharCode(quote))) return 'quoted';
  const delimiter = delimiterOf(line);
  return {
    ...checkNames(line.split(delimiter), what),
    delimiter: delimiter.charCodeAt(0),
    bodyAt: end < 0 ? bytes.length : end + 1,
  };
}

export const delimiterOf = (line: string): string =>
  [...delimiters].sort((a, b) => line.split(b).length - line.split(a).length)[0] ?? ',';

/** Names trimmed and completed. Throws CsvError for one that comes twice. */
export function checkNames(raw: readonly string[], what: string): Pick<CsvHeader, 'names' | 'openEnd'> {
  const names = raw.map((name, i) => name.trim() || `Unnamed: ${i}`);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new CsvError({ what, line: 1, column: name }, 'the column name twice', 'each column once');
    }
    seen.add(name);
  }
  return { names, openEnd: names.length > 1 && (raw.at(-1) ?? '').trim() === '' };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws CsvError at `place` for bytes that are not UTF-8. */
export function decodeUtf8(
  bytes: Uint8Array,
  place: { readonly what: string; readonly line: number; readonly column?: string | undefined },
): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new CsvError(place, 'bytes that are not UTF-8', 'UTF-8; save the file as "CSV UTF-8"');
  }
}

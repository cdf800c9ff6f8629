import { CsvError } from './errors.ts';

/** How each column of a file is to be read, in the file's order. */
export interface CsvLayout {
  /** The file, for people. */
  readonly what: string;
  readonly names: readonly string[];
  readonly kinds: readonly ('numeric' | 'text' | 'skip')[];
  /** Its byte. */
  readonly delimiter: number;
  readonly openEnd: boolean;
}

/**
 * Takes the rows. Both arrays are as long as the layout and used again for the next row: NaN and null are missing.
 */
export interface CsvRowSink {
  row(numbers: Float64Array, texts: (string | null)[]): void;
}

/** @throws CsvError where a row has another number of cells than the header; one less is fine with an open end. */
export function checkWidth(layout: CsvLayout, cells: number, line: number): void {
  const width = layout.names.length;
  if (cells === width || (layout.openEnd && cells === width - 1)) return;
  const column = cells < width ? layout.names[cells] : layout.names.at(-1);
  throw new CsvError(
    { what: layout.what, line, column },
    `${cells} cell${cells === 1 ? '' : 's'}${cells < width ? ', none for this column' : ', more after this column'}`,
    `${width}, as the header has`,
  );
}

import { categoryOfText, numberOfText, shapeOfText } from './cell.ts';
import { CsvError } from './errors.ts';
import { checkWidth, type CsvLayout, type CsvRowSink } from './layout.ts';

/** Gives rows that a full CSV parser split into cells to the sink, with the byte reader's numbers and messages. */
export class CsvRecordReader {
  private readonly numbers: Float64Array;
  private readonly texts: (string | null)[];
  private readonly layout: CsvLayout;
  private readonly sink: CsvRowSink;

  constructor(layout: CsvLayout, sink: CsvRowSink) {
    this.layout = layout;
    this.sink = sink;
    this.numbers = new Float64Array(layout.names.length).fill(Number.NaN);
    this.texts = new Array<string | null>(layout.names.length).fill(null);
  }

  /** @throws CsvError with line and column. */
  push(cells: readonly string[], line: number): void {
    const { layout, numbers, texts } = this;
    checkWidth(layout, cells.length, line);
    layout.kinds.forEach((kind, column) => {
      const text = (cells[column] ?? '').trim();
      if (kind === 'text') texts[column] = categoryOfText(text);
      if (kind !== 'numeric') return;
      const value = numberOfText(text);
      if (value === undefined) {
        throw new CsvError(
          { what: layout.what, line, column: layout.names[column] },
          shapeOfText(text),
          'a number',
        );
      }
      numbers[column] = value;
    });
    this.sink.row(numbers, texts);
  }
}

import { categoryOfText, numberOfText, shapeOfText } from './cell.ts';
import { CsvError } from './errors.ts';
import { decodeUtf8 } from './header.ts';
import { checkWidth, type CsvLayout, type CsvRowSink } from './layout.ts';

const newline = 10;
const carriageReturn = 13;
const quote = 34;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;

/** Powers of ten that a double holds exactly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Digits that always fit a double exactly. */
const exactDigits = 15;
const longestLineBytes = 16 * 2 ** 20;

/**
 * Reads the rows of a plain CSV (no quoted cell) from chunks of bytes, in constant memory. A number of up to 15
 * digits and a power of ten up to 22 is made without a string, by one exact multiplication or division (Clinger
 * 1990), so that it is the same double that Number() gives; anything else in a cell takes the slow way.
 */
export class CsvByteReader {
  private buffer = new Uint8Array(2 ** 20);
  private filled = 0;
  private line: number;
  private readonly numbers: Float64Array;
  private readonly texts: (string | null)[];
  private readonly layout: CsvLayout;
  private readonly sink: CsvRowSink;

  /** @param firstLine the number of the first line that will be pushed, for messages. */
  constructor(layout: CsvLayout, sink: CsvRowSink, firstLine = 2) {
    this.layout = layout;
    this.sink = sink;
    this.line = firstLine;
    this.numbers = new Float64Array(layout.names.length).fill(Number.NaN);
    this.texts = new Array<string | null>(layout.names.length).fill(null);
  }

  /** The number of the next line: the one that `rest` begins with. */
  get nextLine(): number {
    return this.line;
  }

  /**
   * @returns false where a quoted cell comes: all lines before it were given to the sink, and `rest` is what was
   * pushed and not read; a full CSV parser has to go on from there.
   * @throws CsvError with line and column.
   */
  push(chunk: Uint8Array): boolean {
    if (this.filled + chunk.length > this.buffer.length) this.grow(this.filled + chunk.length);
    this.buffer.set(chunk, this.filled);
    this.filled += chunk.length;
    const end = this.buffer.subarray(0, this.filled).lastIndexOf(newline) + 1;
    return end === 0 || this.readLines(end);
  }

  /** The last line, where it has no newline. Returns and throws as `push`. */
  end(): boolean {
    return this.filled === 0 || this.push(Uint8Array.of(newline));
  }

  rest(): Uint8Array {
    return this.buffer.slice(0, this.filled);
  }

  private grow(size: number): void {
    if (size > longestLineBytes) {
      throw new CsvError(
        { what: this.layout.what, line: this.line },
        `a line of more than ${longestLineBytes / 2 ** 20} MiB`,
        'rows on lines of their own',
      );
    }
    const larger = new Uint8Array(Math.min(longestLineBytes, Math.max(size, 2 * this.buffer.length)));
    larger.set(this.buffer.subarray(0, this.filled));
    this.buffer = larger;
  }

  /** Reads the whole lines before `end`, and moves what is behind to the front. */
  private readLines(end: number): boolean {
    let at = 0;
    while (at < end) {
      const next = this.readLine(at);
      if (next < 0) {
        this.keepFrom(at);
        return false;
      }
      at = next;
      this.line += 1;
    }
    this.keepFrom(end);
    return true;
  }

  private keepFrom(at: number): void {
    this.buffer.copyWithin(0, at, this.filled);
    this.filled -= at;
  }

  /** @returns where the next line starts, or -1 for a quoted cell. */
  private readLine(start: number): number {
    const { buffer, numbers } = this;
    const { kinds, delimiter } = this.layout;
    const width = kinds.length;
    let at = start;
    const first = buffer[at]!;
    if (first === newline) return at + 1;
    if (first === carriageReturn && buffer[at + 1] === newline) return at + 2;

    let column = 0;
    for (;;) {
      // One cell from `at`; afterwards `at` is at the delimiter or the newline behind it.
      if (column >= width) checkWidth(this.layout, this.cellsOf(start), this.line);
      const kind = kinds[column]!;
      if (kind === 'numeric') {
        let i = at;
        let c = buffer[i]!;
        const negative = c === minus;
        if (negative) c = buffer[++i]!;
        const digitsFrom = i;
        let mantissa = 0;
        while (c >= zero && c <= nine) {
          mantissa = mantissa * 10 + (c - zero);
          c = buffer[++i]!;
        }
        let digits = i - digitsFrom;
        let decimals = 0;
        if (c === point) {
          const pointAt = i;
          c = buffer[++i]!;
          while (c >= zero && c <= nine) {
            mantissa = mantissa * 10 + (c - zero);
            c = buffer[++i]!;
          }
          decimals = i - pointAt - 1;
          digits += decimals;
        }
        if (c === carriageReturn) c = buffer[++i]!;
        if (digits > 0 && digits <= exactDigits && (c === delimiter || c === newline)) {
          if (decimals > 0) mantissa /= powersOfTen[decimals]!;
          numbers[column] = negative ? -mantissa : mantissa;
          at = i;
        } else {
          at = this.readCell(at, column);
        }
      } else {
        at = this.readCell(at, column);
      }
      if (at < 0) return -1;
      column += 1;
      if (buffer[at] === newline) break;
      at += 1;
    }
    if (column < width) {
      checkWidth(this.layout, column, this.line);
      numbers[column] = Number.NaN;
      this.texts[column] = null;
    }
    this.sink.row(numbers, this.texts);
    return at + 1;
  }

  /** Any cell, by a string. @returns where it ends, or -1 where it is quoted. */
  private readCell(start: number, column: number): number {
    const { buffer, layout } = this;
    let from = start;
    while (isBlank(buffer[from]!) && buffer[from] !== layout.delimiter) from += 1;
    if (buffer[from] === quote) return -1;
    let end = from;
    let ascii = true;
    for (let c = buffer[end]!; c !== layout.delimiter && c !== newline; c = buffer[++end]!) {
      if (c >= 0x80 || c === 0) ascii = false;
    }
    const kind = layout.kinds[column]!;
    if (kind === 'skip' && ascii) return end;
    const place = { what: layout.what, line: this.line, column: layout.names[column] };
    const bytes = buffer.subarray(from, end);
    if (!ascii && bytes.includes(0)) throw new CsvError(place, 'a NUL byte', 'text in UTF-8');
    const text = decodeUtf8(bytes, place).trim();
    if (kind === 'text') this.texts[column] = categoryOfText(text);
    if (kind === 'numeric') {
      const value = numberOfText(text);
      if (value === undefined) throw new CsvError(place, shapeOfText(text), 'a number');
      this.numbers[column] = value;
    }
    return end;
  }

  private cellsOf(start: number): number {
    let cells = 1;
    for (let i = start; this.buffer[i] !== newline; i += 1) {
      if (this.buffer[i] === this.layout.delimiter) cells += 1;
    }
    return cells;
  }
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === carriageReturn;

/** Where in a file something is wrong. */
export interface CsvPlace {
  /** The file, for people. */
  readonly what: string;
  /** From 1; the header is line 1. Absent where the whole file is meant. */
  readonly line?: number | undefined;
  /** The column's name. */
  readonly column?: string | undefined;
}

/**
 * A CSV file that cannot be read as the table it should be. The message names file, line and column; it holds no
 * cell.
 */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(place: CsvPlace, got: string, expected: string) {
    const where = [
      place.what,
      ...(place.line === undefined ? [] : [`line ${place.line}`]),
      ...(place.column === undefined ? [] : [`column ${JSON.stringify(place.column)}`]),
    ];
    super(`${where.join(', ')}: got ${got}, expected ${expected}`);
    this.line = place.line;
    this.column = place.column;
  }
}

/** What a caller is told: RFC 9457. Names features and rows, holds no value of any. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly title: string;
  readonly errors: readonly RowProblem[];

  constructor(status: number, title: string, detail: string, errors: readonly RowProblem[] = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.errors = errors;
  }
}

/** One thing wrong with one row of a request; rows count from 1. */
export interface RowProblem {
  readonly row: number;
  readonly field: string;
  readonly got: string;
  readonly expected: string;
}

/** More of them help nobody, and a hostile caller could make the answer long. */
export const problemsAtMost = 20;

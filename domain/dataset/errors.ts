/** Rows that cannot be used for what they are wanted for: too few, one class only. The message names no value of a row. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

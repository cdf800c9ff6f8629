/** Tables, baselines and windows that do not fit each other. The message names columns, never a value. */
export class DriftInputError extends Error {
  override readonly name = 'DriftInputError';
}

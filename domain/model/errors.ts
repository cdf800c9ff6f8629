/** A model that cannot be trained from these rows with these hyperparameters; the message says what to change. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}

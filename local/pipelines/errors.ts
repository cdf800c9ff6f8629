/** A step that did not do what it should. `lastLines` are the end of its log. */
export class StepFailedError extends Error {
  override readonly name = 'StepFailedError';
  readonly lastLines: readonly string[];
  constructor(reason: string, lastLines: readonly string[] = [], options?: ErrorOptions) {
    super(reason, options);
    this.lastLines = lastLines;
  }
}

/** A step that was ended because somebody stopped the run. */
export class StepStoppedError extends Error {
  override readonly name = 'StepStoppedError';
}

/** What `npm start -- --once --json` prints as its last line. */
export interface StoryResult {
  readonly useCase: string;
  /** What a reader must know: whether the data is made up, what the label stands for. */
  readonly notes: readonly string[];
  readonly firstVersion: { readonly version: number; readonly accuracy: number; readonly rocAuc: number };
  readonly drift: {
    readonly detected: boolean;
    readonly features: readonly string[];
    readonly psiMax: number;
  };
  readonly retraining: {
    readonly execution: string;
    readonly outcome: string;
    readonly states: readonly string[];
  };
  readonly served: { readonly before: number; readonly after: number };
  readonly predictions: { readonly sent: number; readonly failed: number };
  readonly seconds: { readonly total: number; readonly driftToDeployed: number };
  /** Windows of the same traffic after the deployment that raised an event: none, or the baseline is wrong. */
  readonly eventsAfter: number;
}

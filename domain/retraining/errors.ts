/**
 * The error names that the state machine's Retry and Catch match. Each is a class here; definition.ts takes the names
 * from these classes, never from loose strings.
 */
abstract class RetrainingError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A service asked us to slow down: try again with back-off. */
export class ServiceThrottledError extends RetrainingError {}
/** A service failed for a reason that may pass by itself: try again. */
export class ServiceUnavailableError extends RetrainingError {}
/** The lock has a newer generation than this execution: it must not act any more. Never retried. */
export class StaleGenerationError extends RetrainingError {}
/** An artifact of the pipeline is missing, broken or does not have the hash that it should have. Never retried. */
export class ArtifactError extends RetrainingError {}
/** The input of a state does not fit its contract: a defect, never retried. */
export class StateInputError extends RetrainingError {}

/** Names of the errors that are worth trying again. */
export const retryableErrorNames: readonly string[] = [
  ServiceThrottledError.name,
  ServiceUnavailableError.name,
];

/**
 * The error names that the state machine's Retry and Catch match. Each is a class here, with its name as text: a bundler
 * shortens the names of classes, and the machine would then wait for an error that never comes.
 */

/** A service asked us to slow down: try again with back-off. */
export class ServiceThrottledError extends Error {
  override readonly name = 'ServiceThrottledError';
}
/** A service failed for a reason that may pass by itself: try again. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
}
/** The lock has a newer generation than this execution: it must not act any more. Never retried. */
export class StaleGenerationError extends Error {
  override readonly name = 'StaleGenerationError';
}
/** An artifact of the pipeline is missing, broken or does not have the hash that it should have. Never retried. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}
/** The input of a state does not fit its contract: a defect, never retried. */
export class StateInputError extends Error {
  override readonly name = 'StateInputError';
}

/** Names of the errors that are worth trying again. */
export const retryableErrorNames = [
  'ServiceThrottledError',
  'ServiceUnavailableError',
] as const satisfies readonly (ServiceThrottledError['name'] | ServiceUnavailableError['name'])[];

import { retryableErrorNames } from '../../domain/retraining/errors.ts';
import type { AslRetrier } from './asl.ts';

/** Failures of the Lambda service itself, as AWS recommends to retry them ("Handle transient Lambda service exceptions"). */
export const lambdaServiceErrors = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
] as const;

/** A state or a function that did not answer in time. `Sandbox.Timedout` is how Lambda reports its own timeout. */
export const timeoutErrors = ['States.Timeout', 'Sandbox.Timedout'] as const;

/**
 * Seven attempts: waits of at most 2, 4, 8, 16, 30 and 30 s, which add up to 90 s at most and 45 s on average: longer than
 * a throttled account takes to recover its burst, short beside the 60 s of one round of waiting. Full jitter, so that many
 * executions that were throttled together do not come back together. Every effect is keyed, so a repetition repeats nothing.
 */
const passing: AslRetrier = {
  ErrorEquals: [...lambdaServiceErrors, ...retryableErrorNames],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  // The default has no bound: the seventh wait would be two minutes.
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
};

/** What hung once (a cold start, a dead connection) is tried twice more; what hangs three times will hang again. */
const hung: AslRetrier = {
  ErrorEquals: timeoutErrors,
  IntervalSeconds: 5,
  MaxAttempts: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 10,
  JitterStrategy: 'FULL',
};

export const retryTask: readonly AslRetrier[] = [passing, hung];

/** For the state that waits for a person: its timeout is an answer and is never retried. */
export const retryRequest: readonly AslRetrier[] = [passing];

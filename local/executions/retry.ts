import { stateErrors, type AslState, type Catcher, type Retrier } from './asl.ts';

/** States.Runtime and States.DataLimitExceeded end the execution: not even States.ALL matches them. */
const terminal: readonly string[] = [stateErrors.runtime, stateErrors.dataLimit];

function matches(names: readonly string[], error: string): boolean {
  if (names.includes(error)) return !(error === stateErrors.runtime);
  if (terminal.includes(error)) return false;
  return (
    names.includes(stateErrors.all) ||
    (names.includes(stateErrors.taskFailed) && error !== stateErrors.timeout)
  );
}

export interface RetryDecision {
  /** How often each retrier of the state has been used, this time included. */
  readonly retries: readonly number[];
  readonly attempt: number;
  readonly delaySeconds: number;
}

/**
 * Whether the state is run again after `error`: by the first retrier that names it, while that one has attempts left.
 * @param retries how often each retrier was used in this visit of the state.
 * @param random from 0 to 1, for JitterStrategy FULL.
 */
export function retryAfter(
  state: AslState,
  error: string,
  retries: readonly number[],
  random: () => number = Math.random,
): RetryDecision | undefined {
  const retriers = state.Retry ?? [];
  const index = retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const used = retries[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
  return {
    retries: retriers.map((_, i) => (retries[i] ?? 0) + (i === index ? 1 : 0)),
    attempt: used + 1,
    delaySeconds: delayOf(retrier, used) * (retrier.JitterStrategy === 'FULL' ? random() : 1),
  };
}

const delayOf = ({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: Retrier, used: number): number =>
  Math.min((IntervalSeconds ?? 1) * (BackoffRate ?? 2) ** used, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);

/** The first catcher that names the error. */
export const catcherOf = (state: AslState, error: string): Catcher | undefined =>
  state.Catch?.find((catcher) => matches(catcher.ErrorEquals, error));

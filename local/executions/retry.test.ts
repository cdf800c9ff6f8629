import { describe, expect, test } from '@jest/globals';
import { catcherOf, retryAfter } from './retry.ts';

const state = (fields: object) => ({ Type: 'Task' as const, ...fields });

describe('retryAfter', () => {
  const flaky = state({
    Retry: [
      { ErrorEquals: ['Throttled'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 3 },
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 1, JitterStrategy: 'FULL' },
    ],
  });

  test('each retrier counts its own attempts; delays grow up to their maximum', () => {
    const delays: number[] = [];
    let retries: readonly number[] = [];
    for (;;) {
      const decision = retryAfter(flaky, 'Throttled', retries);
      if (!decision) break;
      delays.push(decision.delaySeconds);
      ({ retries } = decision);
    }
    expect(delays).toEqual([1, 2, 3]);
    expect(retryAfter(flaky, 'Other', retries, () => 0.5)).toEqual({
      retries: [3, 1],
      attempt: 1,
      delaySeconds: 2.5,
    });
  });

  test('the wildcards leave out what they leave out on AWS', () => {
    expect(retryAfter(flaky, 'States.Timeout', [])).toBeUndefined();
    const all = state({ Retry: [{ ErrorEquals: ['States.ALL'] }] });
    expect(retryAfter(all, 'States.Timeout', [])).toMatchObject({ delaySeconds: 1 });
    expect(retryAfter(all, 'States.Runtime', [])).toBeUndefined();
    expect(retryAfter(all, 'States.DataLimitExceeded', [])).toBeUndefined();
    expect(retryAfter(state({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 0 }] }), 'X', [])).toBeUndefined();
    expect(retryAfter(state({}), 'X', [])).toBeUndefined();
  });
});

test('the first catcher that names the error', () => {
  const caught = state({
    Catch: [
      { ErrorEquals: ['States.Timeout'], Next: 'Late' },
      { ErrorEquals: ['States.ALL'], Next: 'Out' },
    ],
  });
  expect(catcherOf(caught, 'States.Timeout')?.Next).toBe('Late');
  expect(catcherOf(caught, 'Anything')?.Next).toBe('Out');
  expect(catcherOf(caught, 'States.Runtime')).toBeUndefined();
});

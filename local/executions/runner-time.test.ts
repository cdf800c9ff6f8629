import { describe, expect, test } from '@jest/globals';
import { done, machine, put, statusOf, task, toyPlatform } from '../../tests/local/toy-platform.ts';

describe('DefinitionRunner and time', () => {
  test('a Wait takes the time that the definition says, by the clock, or what the runner makes of it', async () => {
    const definition = machine({ Wait: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: done });
    const slow = toyPlatform({ definition, functions: {} });
    await slow.runner.start({ name: 'one', input: {} });
    await slow.settle();
    await slow.pass(59);
    expect(statusOf(slow)?.status).toBe('RUNNING');
    await slow.pass(1);
    expect(statusOf(slow)?.status).toBe('SUCCEEDED');
    const timing = { waitMs: () => 50, retryMs: () => 0, timeoutMs: () => 1000 };
    const fast = toyPlatform({ definition, functions: {}, timing });
    await fast.runner.start({ name: 'one', input: {} });
    await fast.settle();
    await fast.pass(0.05);
    expect(statusOf(fast)?.status).toBe('SUCCEEDED');
  });

  test('Wait by a path, and by timestamps', async () => {
    const platform = toyPlatform({
      definition: machine({
        A: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'B' },
        B: { Type: 'Wait', TimestampPath: '$.until', Next: 'End' },
        End: done,
      }),
      functions: {},
    });
    await platform.runner.start({ name: 'one', input: { seconds: 5, until: '2026-01-05T08:00:20Z' } });
    await platform.runner.start({ name: 'two', input: { seconds: 'x', until: '' } });
    await platform.settle();
    await platform.pass(5);
    expect(statusOf(platform)).toMatchObject({ state: 'B', status: 'RUNNING' });
    await platform.pass(15);
    expect(statusOf(platform)?.status).toBe('SUCCEEDED');
    expect(statusOf(platform, 'two')).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('TimeoutSeconds: the late function can do nothing any more', async () => {
    let late: Promise<unknown> | undefined;
    const platform = toyPlatform({
      definition: machine({
        Slow: task('slow', {
          TimeoutSeconds: 10,
          Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'End' }],
          Next: 'Never',
        }),
        Never: { Type: 'Fail', Error: 'Never', Cause: '' },
        End: done,
      }),
      functions: {
        slow: (_, { records }) => {
          const gate = Promise.withResolvers<undefined>();
          open = () => gate.resolve(undefined);
          late = gate.promise.then(() => records.write(put('late')));
          return late.then(() => 1);
        },
      },
    });
    let open = () => {};
    await platform.runner.start({ name: 'one', input: {} });
    // The task runs: `idle` would wait for it.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await platform.pass(10);
    expect(statusOf(platform)).toMatchObject({
      status: 'SUCCEEDED',
      output: { error: { Error: 'States.Timeout' } },
    });
    open();
    await expect(late).rejects.toThrow(/may not act any more/);
    expect(await platform.records.get({ pk: 'p', sk: 'late' })).toBeUndefined();
  });
});

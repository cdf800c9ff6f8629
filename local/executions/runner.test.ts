import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { ConditionFailedError, type JsonObject } from '../../domain/ports.ts';
import { ServiceThrottledError } from '../../domain/retraining/errors.ts';
import { inTemporaryFolder } from '../../tests/local/temporary.ts';
import {
  done,
  machine,
  put,
  statusOf,
  task,
  toyPlatform,
  type ToyFunction,
} from '../../tests/local/toy-platform.ts';

describe('DefinitionRunner', () => {
  test('runs task, choice, pass and succeed with the data flow of AWS', async () => {
    const platform = toyPlatform({
      definition: machine({
        Add: task('add', { Next: 'Enough?' }),
        'Enough?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.add.value', NumericGreaterThan: 2, Next: 'Mark' }],
          Default: 'Small',
        },
        Mark: {
          Type: 'Pass',
          Parameters: {
            name: 'big',
            'of.$': '$.add.value',
            'id.$': '$$.Execution.Name',
            'at.$': '$$.State.Name',
          },
          ResultPath: '$.outcome',
          Next: 'End',
        },
        Small: { Type: 'Fail', Error: 'TooSmall', Cause: 'less than three' },
        End: { Type: 'Succeed', OutputPath: '$.outcome' },
      }),
      functions: { add: ({ a, b }) => Number(a) + Number(b) },
    });
    expect(await platform.runner.start({ name: 'one', input: { a: 1, b: 2 } })).toBe('started');
    expect(await platform.runner.start({ name: 'two', input: { a: 1, b: 1 } })).toBe('started');
    await platform.settle();
    expect(statusOf(platform)).toMatchObject({
      status: 'SUCCEEDED',
      output: { name: 'big', of: 3, id: 'one', at: 'Mark' },
    });
    expect(statusOf(platform, 'two')).toMatchObject({
      status: 'FAILED',
      error: 'TooSmall',
      cause: 'less than three',
    });
    expect(platform.runner.history('one').map(({ type, state }) => [type, state])).toEqual([
      ['ExecutionStarted', null],
      ...['Add', 'Enough?', 'Mark'].flatMap((state) => [
        ['StateEntered', state],
        ['StateExited', state],
      ]),
      ['StateEntered', 'End'],
      ['StateExited', 'End'],
      ['ExecutionSucceeded', null],
    ]);
    expect(await platform.runner.describe('one')).toEqual({ status: 'SUCCEEDED' });
    expect(await platform.runner.describe('none')).toBeUndefined();
    const at = '2026-01-05T08:00:00.000Z';
    const visit = (id: number, name: string, status: string) => ({
      id,
      name,
      enteredAt: at,
      exitedAt: at,
      status,
    });
    const visits = await platform.runner.states('two');
    expect(visits).toEqual([
      visit(2, 'Add', 'Succeeded'),
      visit(4, 'Enough?', 'Succeeded'),
      visit(6, 'Small', 'Failed'),
    ]);
    expect(await platform.runner.states('none')).toBeUndefined();
    expect(await platform.runner.state('two', 6)).toMatchObject({
      name: 'Small',
      input: { a: 1 },
      error: { name: expect.any(String) },
    });
    expect(await platform.runner.state('two', 5)).toBeUndefined();
    expect(await platform.runner.state('none', 2)).toBeUndefined();
  });

  test('the same name starts once, also after it ended; its start and end are announced as by AWS', async () => {
    const platform = toyPlatform({ definition: machine({ End: done }), functions: {} });
    const starts = await Promise.all(
      Array.from({ length: 1000 }, () => platform.runner.start({ name: 'one', input: { a: 1 } })),
    );
    await platform.settle();
    expect(starts.filter((start) => start === 'started')).toHaveLength(1);
    expect(await platform.runner.start({ name: 'one', input: { a: 2 } })).toBe('already-exists');
    expect(platform.runner.list()).toHaveLength(1);
    expect(platform.events.map((event) => event['detail'])).toMatchObject([
      { name: 'one', status: 'RUNNING', input: '{"a":1}', output: null, stopDate: null },
      { name: 'one', status: 'SUCCEEDED', output: '{"a":1}', stopDate: expect.any(Number) },
    ]);
    expect(platform.events[0]).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: ['arn:aws:states:local:000000000000:execution:retraining:one'],
    });
    await expect(platform.runner.start({ name: 'a b', input: {} })).rejects.toThrow(/execution: name/);
  });

  test('Retry: by error name, with back-off, up to its attempts; then Catch gets error and cause', async () => {
    let calls = 0;
    const retry = [
      { ErrorEquals: ['ServiceThrottledError'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 },
    ];
    const platform = toyPlatform({
      definition: machine({
        Call: task('call', {
          Retry: retry,
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'End' }],
          Next: 'End',
        }),
        End: done,
      }),
      functions: {
        call: () => {
          calls += 1;
          throw new ServiceThrottledError('slow down');
        },
      },
    });
    await platform.runner.start({ name: 'one', input: { kept: 1 } });
    await platform.settle();
    expect(calls).toBe(1);
    await platform.pass(1.9);
    expect(calls).toBe(1);
    await platform.pass(0.1);
    expect(calls).toBe(2);
    await platform.pass(6);
    expect(calls).toBe(3);
    const { output } = statusOf(platform) as unknown as {
      output: { error: { Error: string; Cause: string } };
    };
    expect(output).toMatchObject({ kept: 1, error: { Error: 'ServiceThrottledError' } });
    expect(JSON.parse(output.error.Cause)).toEqual({
      errorType: 'ServiceThrottledError',
      errorMessage: 'slow down',
    });
    expect(platform.runner.history('one').filter(({ type }) => type === 'RetryScheduled')).toHaveLength(2);
  });

  test('an error that nobody catches fails the execution under its name', async () => {
    const platform = toyPlatform({
      definition: machine({ Call: task('call', { Next: 'End' }), End: done }),
      functions: { call: () => Promise.reject(new RangeError('odd')) },
    });
    await platform.runner.start({ name: 'one', input: {} });
    await platform.settle();
    expect(statusOf(platform)).toMatchObject({ status: 'FAILED', error: 'RangeError' });
    expect(platform.events.at(-1)).toMatchObject({
      detail: { status: 'FAILED', error: 'RangeError', output: null },
    });
  });

  test('more than 256 KB between states ends the execution: States.ALL does not catch it', async () => {
    const platform = toyPlatform({
      definition: machine({
        Big: task('big', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }], Next: 'End' }),
        End: done,
      }),
      functions: { big: () => 'x'.repeat(270_000) },
    });
    await platform.runner.start({ name: 'one', input: {} });
    await platform.settle();
    expect(statusOf(platform)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  describe('effects of a state', () => {
    test('records, events and notifications are there with the state, in order, or not at all', async () => {
      let fail = true;
      const platform = toyPlatform({
        definition: machine({
          Act: task('act', { Retry: [{ ErrorEquals: ['States.ALL'] }], Next: 'End' }),
          End: done,
        }),
        functions: {
          act: async (_, { records, notifier }) => {
            await records.write(put('a'));
            expect(await records.get({ pk: 'p', sk: 'a' })).toMatchObject({ version: 1 });
            expect((await records.query({ pk: 'p' })).records).toHaveLength(1);
            await expect(records.write(put('a'))).rejects.toThrow(ConditionFailedError);
            await notifier.notify({ key: 'k', title: 't' } as never);
            if (fail) throw new Error('no');
            return 1;
          },
        },
      });
      await platform.runner.start({ name: 'one', input: {} });
      await platform.settle();
      expect(await platform.records.get({ pk: 'p', sk: 'a' })).toBeUndefined();
      expect(platform.alerts).toEqual([]);
      fail = false;
      await platform.pass(1);
      expect(statusOf(platform)?.status).toBe('SUCCEEDED');
      expect(await platform.records.get({ pk: 'p', sk: 'a' })).toMatchObject({ version: 1 });
      expect(platform.alerts).toEqual([{ key: 'k', title: 't' }]);
    });

    test.each(['before its end', 'while it reads on'])(
      'a state that is overtaken %s runs again',
      async (when) => {
        let runs = 0;
        const platform = toyPlatform({
          definition: machine({ Act: task('act', { Next: 'End' }), End: done }),
          functions: {
            act: async (_, { records }) => {
              runs += 1;
              const before = await records.get({ pk: 'p', sk: 'counter' });
              const count = Number(before?.data['count'] ?? 0) + 1;
              await records.write([
                {
                  op: 'put',
                  record: { pk: 'p', sk: 'counter', data: { count } },
                  condition: before ? { version: before.version } : 'absent',
                },
              ]);
              // Somebody outside of the unit of work is faster, once.
              if (runs === 1) {
                await platform.records.write([
                  { op: 'put', record: { pk: 'p', sk: 'counter', data: { count: 10 } }, condition: 'any' },
                ]);
                if (when === 'while it reads on') await records.get({ pk: 'p', sk: 'other' });
              }
              return count;
            },
          },
        });
        await platform.runner.start({ name: 'one', input: {} });
        await platform.settle();
        expect(statusOf(platform)).toMatchObject({ status: 'SUCCEEDED', output: { act: { value: 11 } } });
        expect(runs).toBe(2);
      },
    );
  });

  describe('task tokens', () => {
    const definition = machine({
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
        TimeoutSecondsPath: '$.seconds',
        ResultPath: '$.decision',
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'Late' }],
        Next: 'End',
      },
      Late: { Type: 'Fail', Error: 'ApprovalTimedOut', Cause: 'nobody answered' },
      End: done,
    });
    const ask: ToyFunction = async ({ token }, { records }) => {
      await records.write([
        { op: 'put', record: { pk: 'p', sk: 'token', data: { token: token ?? '' } }, condition: 'any' },
      ]);
      return null;
    };
    const tokenOf = async (platform: ReturnType<typeof toyPlatform>) =>
      (await platform.records.get({ pk: 'p', sk: 'token' }))?.data['token'] as string;

    test('the answer goes on as the result, once, also after a restart', () =>
      inTemporaryFolder(async (folder) => {
        const database = path.join(folder, 'db');
        const first = toyPlatform({ definition, functions: { ask }, database });
        await first.runner.start({ name: 'one', input: { seconds: 3600 } });
        await first.settle();
        await first.pass(600);
        const token = await tokenOf(first);
        first.kill();
        const { clock } = first;
        const second = toyPlatform({ definition, functions: {}, database, clock });
        second.runner.resume();
        await second.settle();
        expect(await second.runner.succeedTask('another', {})).toBe('gone');
        expect(await second.runner.succeedTask(token, { decision: 'approved' })).toBe('accepted');
        expect(await second.runner.succeedTask(token, { decision: 'rejected' })).toBe('gone');
        await second.settle();
        expect(second.runner.find('one')).toMatchObject({
          status: 'SUCCEEDED',
          output: { decision: { decision: 'approved' } },
        });
        expect(await second.runner.succeedTask(token, {})).toBe('gone');
      }));

    test('nobody answers: States.Timeout, also where the time passed while nothing ran', () =>
      inTemporaryFolder(async (folder) => {
        const database = path.join(folder, 'db');
        const first = toyPlatform({ definition, functions: { ask }, database });
        await first.runner.start({ name: 'one', input: { seconds: 3600 } });
        await first.settle();
        const token = await tokenOf(first);
        first.kill();
        first.clock.advance(3600);
        const second = toyPlatform({ definition, functions: {}, database, clock: first.clock });
        expect(await second.runner.succeedTask(token, {})).toBe('gone');
        second.runner.resume();
        await second.settle();
        expect(second.runner.find('one')).toMatchObject({ status: 'FAILED', error: 'ApprovalTimedOut' });
      }));
  });

  test('an aborted execution ends at once, and what its state then wants to commit is refused', async () => {
    const gate = Promise.withResolvers<undefined>();
    const platform = toyPlatform({
      definition: machine({ Act: task('act', { Next: 'End' }), End: done }),
      functions: {
        act: async (_, { records }) => {
          await records.write(put('a'));
          await gate.promise;
          return 1;
        },
      },
    });
    await platform.runner.start({ name: 'one', input: {} });
    await new Promise(setImmediate);
    expect(await platform.runner.abort('one', 'by hand')).toBe(true);
    expect(await platform.runner.abort('one', 'by hand')).toBe(false);
    gate.resolve(undefined);
    await platform.settle();
    expect(statusOf(platform)).toMatchObject({ status: 'ABORTED', cause: 'by hand' });
    expect(await platform.records.get({ pk: 'p', sk: 'a' })).toBeUndefined();
    expect(platform.events.map((event) => (event['detail'] as JsonObject)['status'])).toEqual([
      'RUNNING',
      'ABORTED',
    ]);
  });

  test('an execution keeps the definition that it started with', () =>
    inTemporaryFolder(async (folder) => {
      const database = path.join(folder, 'db');
      const wait = { Type: 'Wait', Seconds: 10, Next: 'End' };
      const first = toyPlatform({
        definition: machine({ Wait: wait, End: { Type: 'Pass', Result: { old: true }, End: true } }),
        functions: {},
        database,
      });
      await first.runner.start({ name: 'one', input: {} });
      await first.settle();
      first.kill();
      const second = toyPlatform({
        definition: machine({ Other: done }),
        functions: {},
        database,
        clock: first.clock,
      });
      second.runner.resume();
      await second.settle();
      await second.pass(10);
      expect(second.runner.find('one')).toMatchObject({ status: 'SUCCEEDED', output: { old: true } });
    }));
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../../domain/ports.ts';

interface MadeMachine {
  /** A machine with one task that waits for its token and whose output is the execution's. */
  readonly machine: StateMachine;
  /** Tokens that the task of this execution has been given: one for each time it ran. */
  readonly tokens: (executionName: string) => Promise<readonly string[]>;
  readonly cleanup?: () => Promise<void>;
}

/** Asks again for at most five seconds: executions run by themselves. */
async function eventually<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await ask();
    if (good(value) || tries >= 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Holds for every StateMachine. */
export function stateMachineContract(name: string, makeMachine: () => Promise<MadeMachine>): void {
  describe(`StateMachine: ${name}`, () => {
    let made: MadeMachine | undefined;
    beforeAll(async () => {
      made = await makeMachine();
    });
    afterAll(() => made?.cleanup?.());
    const machine = (): StateMachine => {
      if (!made) throw new Error('the machine is made in beforeAll');
      return made.machine;
    };
    const tokens = async (execution: string): Promise<readonly string[]> =>
      eventually(
        async () => (await made?.tokens(execution)) ?? [],
        (all) => all.length > 0,
      );
    const ended = (execution: string) =>
      eventually(
        () => machine().describe(execution),
        (state) => state?.status !== 'RUNNING',
      );

    test('an execution that was never started is undefined', async () => {
      expect(await machine().describe(`never-${randomUUID()}`)).toBeUndefined();
    });

    test('starts once by name, while it runs and after it has ended', async () => {
      const execution = {
        name: `once-${randomUUID()}`,
        input: { executionName: `once`, n: [1, { a: 'ü' }] },
      };
      expect(await machine().start(execution)).toBe('started');
      expect(await machine().describe(execution.name)).toEqual({ status: 'RUNNING' });
      expect(await machine().start(execution)).toBe('already-exists');
      const [token = ''] = await tokens(execution.name);
      expect(await machine().succeedTask(token, { decision: 'approved' })).toBe('accepted');
      expect(await ended(execution.name)).toEqual({ status: 'SUCCEEDED' });
      expect(await machine().start(execution)).toBe('already-exists');
      expect(await made?.tokens(execution.name)).toHaveLength(1);
    });

    test('starts side by side make one execution', async () => {
      const execution = { name: `race-${randomUUID()}`, input: { a: 1 } };
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => machine().start(execution)));
      expect(outcomes).toContain('started');
      const [token = '', ...more] = await tokens(execution.name);
      expect(more).toEqual([]);
      await machine().succeedTask(token, {});
    });

    test('a token is good once; one that never was is gone too', async () => {
      const execution = { name: `token-${randomUUID()}`, input: {} };
      await machine().start(execution);
      const [token = ''] = await tokens(execution.name);
      expect(await machine().succeedTask(token, { first: true })).toBe('accepted');
      expect(await machine().succeedTask(token, { first: false })).toBe('gone');
      await ended(execution.name);
      expect(await machine().succeedTask(token, {})).toBe('gone');
      expect(await machine().succeedTask('no-such-token', {})).toBe('gone');
    });
  });
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { PipelineRunner, TrainingRequest } from '../../domain/ports.ts';

interface MadeRunner {
  readonly runner: PipelineRunner;
  /** A request that can be trained, for an execution of this name. */
  readonly request: (executionName: string) => Promise<TrainingRequest>;
  readonly cleanup?: () => Promise<void>;
}

/** Holds for every PipelineRunner. */
export function pipelineRunnerContract(name: string, makeRunner: () => Promise<MadeRunner>): void {
  describe(`PipelineRunner: ${name}`, () => {
    let made: MadeRunner | undefined;
    beforeAll(async () => {
      made = await makeRunner();
    });
    afterAll(() => made?.cleanup?.());
    const under = (): MadeRunner => {
      if (!made) throw new Error('the runner is made in beforeAll');
      return made;
    };
    const nameOf = (what: string): string => `${what}-${randomUUID().slice(0, 8)}`;

    test('the same execution gets the same pipeline execution, another one another', async () => {
      const { runner, request } = under();
      const asked = await request(nameOf('same'));
      const first = await runner.start(asked);
      expect(await runner.start(asked)).toEqual(first);
      const other = await runner.start(await request(nameOf('other')));
      expect(other.pipelineExecutionId).not.toBe(first.pipelineExecutionId);
    });

    test('runs to its end', async () => {
      const { runner, request } = under();
      const { pipelineExecutionId } = await runner.start(await request(nameOf('ends')));
      let state = await runner.describe(pipelineExecutionId);
      for (let tries = 0; state.status === 'Executing' && tries < 400; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        state = await runner.describe(pipelineExecutionId);
      }
      expect(state).toEqual({ status: 'Succeeded' });
      await runner.stop(pipelineExecutionId);
      expect(await runner.describe(pipelineExecutionId)).toEqual({ status: 'Succeeded' });
    });

    test('can be stopped at any moment, also twice', async () => {
      const { runner, request } = under();
      const { pipelineExecutionId } = await runner.start(await request(nameOf('stop')));
      await runner.stop(pipelineExecutionId);
      await runner.stop(pipelineExecutionId);
      const { status } = await runner.describe(pipelineExecutionId);
      // It may have ended before the stop came.
      expect(['Executing', 'Stopped', 'Succeeded']).toContain(status);
    });

    test('one that does not exist is an error', async () => {
      const { pipelineExecutionId } = await under().runner.start(await under().request(nameOf('exists')));
      await expect(under().runner.describe(`${pipelineExecutionId}x`)).rejects.toThrow();
    });
  });
}

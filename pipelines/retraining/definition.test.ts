import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as errors from '../../domain/retraining/errors.ts';
import { machineTasks, type MachineTaskName } from '../../domain/retraining/machine-tasks.ts';
import type { MachineTask } from '../../domain/retraining/machine-task.ts';
import { failedOutcomes, succeededOutcomes } from '../../domain/retraining/outcome.ts';
import type { AslTask } from './asl.ts';
import { retrainingDefinition } from './definition.ts';
import { lambdaServiceErrors, timeoutErrors } from './retry.ts';

const definition = retrainingDefinition({ functionArn: (name) => `arn:${name}` });
const tasks = Object.entries(definition.States).filter(
  (entry): entry is [MachineTaskName, AslTask] => entry[1].Type === 'Task',
);

/** What Step Functions and Lambda call errors by themselves; every other name must be a class of ours. */
const foreign: readonly string[] = [...lambdaServiceErrors, ...timeoutErrors, 'States.ALL'];
const owned = Object.entries(errors)
  .filter(([, value]) => typeof value === 'function')
  .map(([name, value]) => {
    const made = new (value as new (message: string) => Error)('x');
    expect(made.name).toBe(name);
    return name;
  });

describe('the retraining machine', () => {
  test('has a state for each task, and no other', () => {
    expect(tasks.map(([name]) => name).sort()).toEqual(Object.keys(machineTasks).sort());
  });

  test.each(tasks)('%s has a timeout, a retry, a catch, and names only errors that exist', (name, state) => {
    expect(state.TimeoutSeconds ?? state.TimeoutSecondsPath).toBeDefined();
    expect(state.Retry.length).toBeGreaterThan(0);
    expect(state.Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    const names = [...state.Retry, ...state.Catch].flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(names.filter((error) => !foreign.includes(error) && !owned.includes(error))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining([...errors.retryableErrorNames]));
    const task: MachineTask = machineTasks[name];
    expect(existsSync(`functions/${task.functionName}/handler.ts`)).toBe(true);
  });

  test.each(tasks)('%s waits longer than its function runs', async (name, state) => {
    const { functionName } = machineTasks[name];
    const { contract } = (await import(`../../functions/${functionName}/contract.ts`)) as {
      contract: { timeoutSeconds: number; name: string };
    };
    expect(contract.name).toBe(functionName);
    if (state.TimeoutSeconds !== undefined)
      expect(state.TimeoutSeconds).toBeGreaterThan(contract.timeoutSeconds);
  });

  test.each(tasks)('%s gives its function what it takes', (name, state) => {
    const task: MachineTask = machineTasks[name];
    const payload = state.Parameters['Payload'] as Record<string, string> | undefined;
    if (!payload) {
      expect(state.Parameters['Payload.$']).toBe('$');
      return;
    }
    const fields = Object.keys(payload).map((field) => field.replace(/\.\$$/, ''));
    expect(fields.sort()).toEqual(Object.keys(task.input.shape).sort());
  });

  test('selects no field of a result that may be absent', () => {
    const optional = tasks.flatMap(([name]) => {
      const task: MachineTask = machineTasks[name];
      if (task.resultPath === null || name === 'RequestApproval') return [];
      return Object.entries(task.output.shape).filter(([, field]) => field._zod.optout === 'optional');
    });
    expect(optional).toEqual([]);
  });

  test('every outcome of row D2 has a state that sets it', () => {
    const set = Object.values(definition.States).flatMap((state) =>
      state.Type === 'Pass' && state.ResultPath === '$.outcome' ? [state.Result] : [],
    );
    for (const name of [...succeededOutcomes, ...failedOutcomes]) expect(set).toContainEqual({ name });
  });

  test('is far below the limit of a definition', () => {
    expect(JSON.stringify(definition).length).toBeLessThan(100_000);
  });
});

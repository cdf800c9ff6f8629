import { expect, test } from '@jest/globals';
import { visitedStates, type HistoryStep } from './state-visits.ts';

const at = new Date('2026-01-05T08:00:00Z');
type Step = HistoryStep extends infer S ? (S extends unknown ? Omit<S, 'id' | 'at'> : never) : never;
const walked = (...steps: readonly Step[]) =>
  visitedStates(steps.map((step, i) => ({ ...step, id: i + 1, at })));
const enter = (name: string) => ({ kind: 'entered', name, input: { from: name } }) as const;
const fail = { kind: 'failed', error: 'ServiceThrottledError', cause: 'slower' } as const;
const exit = { kind: 'exited', output: { done: true } } as const;
const stamp = at.toISOString();

test('what is entered and left has succeeded, with what it was given and gave on', () =>
  expect(walked(enter('A'), exit, enter('B'))).toEqual([
    {
      id: 1,
      name: 'A',
      enteredAt: stamp,
      exitedAt: stamp,
      status: 'Succeeded',
      input: { from: 'A' },
      output: { done: true },
    },
    { id: 3, name: 'B', enteredAt: stamp, status: 'Running', input: { from: 'B' } },
  ]));

test('a failure that a retry makes good is none', () => {
  const [visit] = walked(enter('A'), fail, { kind: 'retried' }, exit);
  expect(visit).toMatchObject({ status: 'Succeeded' });
  expect(visit).not.toHaveProperty('error');
});

test.each([
  // As the local interpreter writes it, and as Step Functions does: the state is left with what the Catch gives on.
  ['caught', { kind: 'caught' }],
  ['exited', exit],
] as const)('a failure that a Catch takes (%s) is told with its state', (_name, end) => {
  const error = { name: 'ServiceThrottledError', cause: 'slower' };
  expect(walked(enter('A'), fail, { kind: 'retried' }, fail, end, enter('B'), exit)).toMatchObject([
    { name: 'A', status: 'Failed', error },
    { name: 'B', status: 'Succeeded' },
  ]);
});

test('where nothing catches, the execution ends with it; what ended before stays as it was', () => {
  const broken = { kind: 'broken-off', error: 'Aborted', cause: 'by a person' } as const;
  expect(walked(enter('A'), exit, enter('B'), broken)).toMatchObject([
    { status: 'Succeeded' },
    { status: 'Failed', error: { name: 'Aborted', cause: 'by a person' } },
  ]);
  expect(walked(enter('A'), fail, broken)).toMatchObject([{ error: { name: 'ServiceThrottledError' } }]);
});

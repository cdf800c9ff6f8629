import { expect, test } from '@jest/globals';
import type { JsonObject, VisitedState } from '../../domain/ports.ts';
import { cut } from './cut.ts';
import { viewOf } from './read-state.ts';

const input: JsonObject = {
  schemaVersion: 1,
  executionName: 'e',
  useCase: 'breast-cancer',
  trigger: {
    useCase: 'breast-cancer',
    reason: 'manual',
    cause: 'c',
    requestedAt: '2026-01-01T00:00:00.000Z',
  },
  generation: 1,
  approval: 'manual',
  limits: { pipelineSeconds: 1, approvalSeconds: 1, deploymentSeconds: 1 },
};
const data = { enough: true, newRows: 9, requiredNewRows: 5, totalRows: 20, reason: 'enough' };
const visit: VisitedState = {
  id: 2,
  name: 'CheckDataAvailability',
  enteredAt: '2026-01-01T00:00:00.000Z',
  status: 'Succeeded',
  input,
};

test('what went in, and of what came out only what is new', () => {
  expect(viewOf({ ...visit, output: { ...input, data } })).toMatchObject({
    id: 2,
    input: { executionName: 'e', trigger: { reason: 'manual' } },
    added: { data: { newRows: 9 } },
    error: null,
  });
  expect(viewOf({ ...visit, output: { ...input, data } }).added).toEqual({ data });
  expect(viewOf(visit).added).toBeNull();
});

test('nothing that the payload’s contract does not know goes out', () => {
  const { input: shown, added } = viewOf({
    ...visit,
    input: { ...input, features: { radius_mean: 17 }, taskToken: 'secret' },
    output: { ...input, data: { ...data, patientId: 'p-1' } },
  });
  expect(JSON.stringify([shown, added])).not.toMatch(/radius_mean|secret|p-1/);
  expect(viewOf({ ...visit, input: { anything: 'else' }, output: 'text' })).toMatchObject({
    input: null,
    added: null,
  });
});

test('an error is told by its message, without the trace', () => {
  const cause = JSON.stringify({ errorType: 'E', errorMessage: 'no rows', trace: ['at file:1'] });
  const failed = { ...visit, status: 'Failed', error: { name: 'E', cause } } as const;
  expect(viewOf(failed).error).toEqual({ name: 'E', message: 'no rows' });
  expect(viewOf({ ...failed, error: { name: 'E', cause: 'x'.repeat(5_000) } }).error?.message).toHaveLength(
    1_001,
  );
  const withError = viewOf({ ...visit, input: { ...input, error: { Error: 'E', Cause: cause } } });
  expect(withError.input).toMatchObject({ error: { Error: 'E', Cause: 'no rows' } });
});

test('long texts, long lists, many fields and deep ones are cut', () => {
  const big = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`f${i}`, 'x'.repeat(2_000)]));
  expect(JSON.stringify(cut(big)).length).toBeLessThan(30_000);
  expect(cut(Array.from({ length: 60 }, (_, i) => i))).toHaveLength(51);
  expect(JSON.stringify(cut({ a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } }))).toContain('…');
  expect(cut({ a: [1, null, true, 'x'] })).toEqual({ a: [1, null, true, 'x'] });
});

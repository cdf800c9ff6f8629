import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { FakeClock } from '../../tests/support/doubles.ts';
import { MemoryRecordStore } from '../../tests/support/memory-records.ts';
import { ConditionFailedError, type RecordWrite } from '../ports.ts';
import { effectOnce } from './effect.ts';

const schema = z.object({ deploymentId: z.string() });
const key = { executionName: 'e', state: 'DeployModel' };
const write = (sk: string): RecordWrite => ({
  op: 'put',
  record: { pk: 'p', sk, data: {} },
  condition: 'absent',
});

describe('effectOnce', () => {
  test('a second delivery returns the first output and does nothing', async () => {
    const deps = { records: new MemoryRecordStore(), clock: new FakeClock() };
    let runs = 0;
    const deliver = () =>
      effectOnce(deps, key, schema, async () => {
        runs += 1;
        return { output: { deploymentId: `d${runs}` }, writes: [write('deployed')] };
      });
    expect(await deliver()).toEqual({ deploymentId: 'd1' });
    expect(await deliver()).toEqual({ deploymentId: 'd1' });
    expect(runs).toBe(1);
  });

  test('two at the same moment: both get the output of the one whose writes counted', async () => {
    const deps = { records: new MemoryRecordStore(), clock: new FakeClock() };
    const deliver = (id: string) =>
      effectOnce(deps, key, schema, async () => ({ output: { deploymentId: id }, writes: [] }));
    const [a, b] = await Promise.all([deliver('a'), deliver('b')]);
    expect(a).toEqual(b);
  });

  test('writes and note go together: where a write is overtaken, nothing is noted', async () => {
    const deps = { records: new MemoryRecordStore(), clock: new FakeClock() };
    await deps.records.write([write('taken')]);
    const deliver = (sk: string) =>
      effectOnce(deps, key, schema, async () => ({ output: { deploymentId: 'd' }, writes: [write(sk)] }));
    await expect(deliver('taken')).rejects.toThrow(ConditionFailedError);
    expect(await deliver('free')).toEqual({ deploymentId: 'd' });
  });

  test('an effect that throws leaves no note', async () => {
    const deps = { records: new MemoryRecordStore(), clock: new FakeClock() };
    await expect(effectOnce(deps, key, schema, async () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(deps.records.all()).toEqual([]);
  });
});

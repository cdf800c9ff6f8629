import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../tests/support/doubles.ts';
import { MemoryRecordStore } from '../../tests/support/memory-records.ts';
import { ConditionFailedError } from '../ports.ts';
import { StaleGenerationError } from './errors.ts';
import { acquireLockWrite, fenceWrite, readLock, releaseLockWrite } from './lock.ts';

const acquire = async (
  records: MemoryRecordStore,
  holder: string,
  clock = new FakeClock(),
): Promise<number> => {
  const { write, generation } = acquireLockWrite(await readLock(records, 'u'), holder, clock.now());
  await records.write([write]);
  return generation;
};

describe('the retraining lock', () => {
  test('two who saw it free: one gets it', async () => {
    const records = new MemoryRecordStore();
    const free = await readLock(records, 'u');
    const now = new Date(0);
    await records.write([acquireLockWrite(free, 'first', now).write]);
    await expect(records.write([acquireLockWrite(free, 'second', now).write])).rejects.toThrow(
      ConditionFailedError,
    );
    expect((await readLock(records, 'u')).data.holder).toBe('first');
  });

  test('each holder has a higher generation, and the cooldown keeps the last start after the release', async () => {
    const records = new MemoryRecordStore();
    const clock = new FakeClock();
    expect(await acquire(records, 'first', clock)).toBe(1);
    const release = releaseLockWrite(await readLock(records, 'u'), 'first');
    await records.write([release!]);
    const released = await readLock(records, 'u');
    expect(released.data).toMatchObject({
      holder: null,
      acquiredAt: null,
      lastStartedAt: clock.now().toISOString(),
    });
    expect(await acquire(records, 'second')).toBe(2);
  });

  test('only the holder releases', async () => {
    const records = new MemoryRecordStore();
    await acquire(records, 'first');
    expect(releaseLockWrite(await readLock(records, 'u'), 'other')).toBeUndefined();
  });

  test('the fence lets the holder through and stops whoever had the lock before', async () => {
    const records = new MemoryRecordStore();
    const old = await acquire(records, 'first');
    await records.write([await fenceWrite(records, 'u', 'first', old)]);
    await records.write([releaseLockWrite(await readLock(records, 'u'), 'first')!]);
    await acquire(records, 'second');
    await expect(fenceWrite(records, 'u', 'first', old)).rejects.toThrow(StaleGenerationError);
    await expect(fenceWrite(records, 'u', 'first', old)).rejects.toThrow(
      /generation 1, but the lock is in generation 2 held by second/,
    );
  });

  test('a takeover between the fence and the effect stops the effect', async () => {
    const records = new MemoryRecordStore();
    const generation = await acquire(records, 'first');
    const fence = await fenceWrite(records, 'u', 'first', generation);
    await records.write([releaseLockWrite(await readLock(records, 'u'), 'first')!]);
    const effect = { op: 'put', record: { pk: 'p', sk: 's', data: {} }, condition: 'any' } as const;
    await expect(records.write([fence, effect])).rejects.toThrow(ConditionFailedError);
    expect(await records.get({ pk: 'p', sk: 's' })).toBeUndefined();
  });
});

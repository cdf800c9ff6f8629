import { describe, expect, test } from '@jest/globals';
import { ConditionFailedError, type RecordWrite } from '../../domain/ports.ts';
import type { RecordStoreUnderTest } from './record-store.contract.ts';

const put = (pk: string, sk: string, condition: 'absent' | 'any' | 'exists' = 'any'): RecordWrite => ({
  op: 'put',
  record: { pk, sk, data: { sk } },
  condition,
});
const numbered = (i: number): string => String(i).padStart(3, '0');

export function recordTransactions({ store, partition }: RecordStoreUnderTest): void {
  const countOf = async (pk: string): Promise<number> =>
    (await store().query({ pk, limit: 1000 })).records.length;

  describe('transactions', () => {
    test('put, delete and check together', async () => {
      const pk = partition('mixed');
      await store().write([put(pk, 'gone'), put(pk, 'seen'), put(pk, 'changed')]);
      await store().write([
        { op: 'delete', key: { pk, sk: 'gone' }, condition: { version: 1 } },
        { op: 'check', key: { pk, sk: 'seen' }, condition: { version: 1 } },
        { op: 'check', key: { pk, sk: 'never' }, condition: 'absent' },
        { op: 'put', record: { pk, sk: 'changed', data: { now: 2 } }, condition: 'exists' },
        put(pk, 'new', 'absent'),
      ]);
      const { records } = await store().query({ pk });
      expect(records.map(({ sk, version }) => [sk, version])).toEqual([
        ['changed', 2],
        ['new', 1],
        ['seen', 1],
      ]);
    });

    test('100 writes in one', async () => {
      const pk = partition('hundred');
      await store().write(Array.from({ length: 100 }, (_, i) => put(pk, numbered(i), 'absent')));
      expect(await countOf(pk)).toBe(100);
    });

    test.each([0, 7, 19])('one failed condition, at %i, and nothing is written', async (failing) => {
      const pk = partition('none');
      const writes = Array.from({ length: 20 }, (_, i) =>
        put(pk, numbered(i), i === failing ? 'exists' : 'absent'),
      );
      const failure: unknown = await store()
        .write(writes)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ConditionFailedError);
      expect(failure).toHaveProperty('index', failing);
      expect(await countOf(pk)).toBe(0);
    });

    test('a failed check stops the writes beside it', async () => {
      const pk = partition('fence');
      await expect(
        store().write([
          put(pk, 'a'),
          { op: 'check', key: { pk, sk: 'lock' }, condition: { version: 3 } },
          { op: 'delete', key: { pk, sk: 'b' }, condition: 'any' },
        ]),
      ).rejects.toMatchObject({ name: 'ConditionFailedError', index: 1 });
      expect(await countOf(pk)).toBe(0);
    });

    test('of several failed conditions the first is named', async () => {
      const pk = partition('first');
      await expect(
        store().write([put(pk, 'a', 'absent'), put(pk, 'b', 'exists'), put(pk, 'c', 'exists')]),
      ).rejects.toMatchObject({ name: 'ConditionFailedError', index: 1 });
    });

    test('side by side on the same records: all of one or all of the other, exactly one wins', async () => {
      const pk = partition('race');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, writer) =>
          store().write(
            ['a', 'b', 'c'].map((sk) => ({
              op: 'put',
              record: { pk, sk, data: { writer } },
              condition: 'absent',
            })),
          ),
        ),
      );
      for (const outcome of outcomes)
        if (outcome.status === 'rejected')
          expect(['ConditionFailedError', 'ThrottledError']).toContain((outcome.reason as Error).name);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { records } = await store().query({ pk });
      expect(records).toHaveLength(3);
      expect(new Set(records.map(({ data }) => data['writer'])).size).toBe(1);
    });

    test('no writes, more than 100, or two on one key are refused and write nothing', async () => {
      const pk = partition('refused');
      const tooMany = Array.from({ length: 101 }, (_, i) => put(pk, numbered(i)));
      await expect(store().write([])).rejects.toThrow();
      await expect(store().write(tooMany)).rejects.toThrow();
      await expect(store().write([put(pk, 'a'), put(pk, 'b'), put(pk, 'a')])).rejects.toThrow();
      await expect(
        store().write([put(pk, 'a'), { op: 'check', key: { pk, sk: 'a' }, condition: 'absent' }]),
      ).rejects.toThrow();
      expect(await countOf(pk)).toBe(0);
    });
  });
}

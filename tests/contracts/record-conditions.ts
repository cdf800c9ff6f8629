import { describe, expect, test } from '@jest/globals';
import {
  ConditionFailedError,
  type Condition,
  type RecordKey,
  type RecordWrite,
} from '../../domain/ports.ts';
import type { RecordStoreUnderTest } from './record-store.contract.ts';

/** A record's history before the write (how many puts), the write's condition, and whether it holds. */
const cases: readonly (readonly [puts: number, condition: Condition, holds: boolean])[] = [
  [0, 'any', true],
  [0, 'absent', true],
  [0, 'exists', false],
  [0, { version: 1 }, false],
  [0, { version: 0 }, false],
  [1, 'any', true],
  [1, 'absent', false],
  [1, 'exists', true],
  [1, { version: 1 }, true],
  [1, { version: 2 }, false],
  [2, { version: 1 }, false],
  [2, { version: 2 }, true],
];

const write = (
  op: 'put' | 'delete' | 'check',
  key: RecordKey,
  condition: Condition,
): RecordWrite | undefined => {
  if (op === 'put') return { op, record: { ...key, data: { written: true } }, condition };
  if (op === 'delete') return { op, key, condition };
  return condition === 'any' ? undefined : { op, key, condition };
};

export function recordConditions({ store, partition }: RecordStoreUnderTest): void {
  describe('conditions', () => {
    const table = (['put', 'delete', 'check'] as const).flatMap((op) =>
      cases.map(([puts, condition, holds]) => ({ op, puts, condition, holds })),
    );

    test.each(table)(
      '$op after $puts puts if $condition: holds $holds',
      async ({ op, puts, condition, holds }) => {
        const key = { pk: partition('condition'), sk: 'a' };
        const put: RecordWrite = {
          op: 'put',
          record: { ...key, data: { written: false } },
          condition: 'any',
        };
        for (let i = 0; i < puts; i += 1) await store().write([put]);
        const before = await store().get(key);
        const tried = write(op, key, condition);
        if (!tried) return;

        const outcome = await store()
          .write([tried])
          .then(
            () => 'written',
            (error: unknown) => error,
          );
        if (!holds) {
          expect(outcome).toBeInstanceOf(ConditionFailedError);
          expect(await store().get(key)).toEqual(before);
          return;
        }
        expect(outcome).toBe('written');
        const after = await store().get(key);
        if (op === 'put') expect(after).toEqual({ ...key, data: { written: true }, version: puts + 1 });
        if (op === 'delete') expect(after).toBeUndefined();
        if (op === 'check') expect(after).toEqual(before);
      },
    );

    test('of many writers who have read the same version exactly one wins', async () => {
      const key = { pk: partition('race'), sk: 'a' };
      await store().write([{ op: 'put', record: { ...key, data: {} }, condition: 'absent' }]);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, writer) =>
          store().write([{ op: 'put', record: { ...key, data: { writer } }, condition: { version: 1 } }]),
        ),
      );
      const winners = outcomes.flatMap((outcome, writer) => (outcome.status === 'fulfilled' ? [writer] : []));
      const lost: unknown[] = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(winners).toHaveLength(1);
      for (const reason of lost) expect(reason).toBeInstanceOf(ConditionFailedError);
      expect(await store().get(key)).toEqual({ ...key, data: { writer: winners[0] }, version: 2 });
    });

    test('of many who claim an absent record exactly one wins', async () => {
      const key = { pk: partition('claim'), sk: 'a' };
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, writer) =>
          store().write([{ op: 'put', record: { ...key, data: { writer } }, condition: 'absent' }]),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect((await store().get(key))?.version).toBe(1);
    });

    test('unconditional puts side by side are each counted', async () => {
      const key = { pk: partition('count'), sk: 'a' };
      await Promise.all(
        Array.from({ length: 10 }, () =>
          store().write([{ op: 'put', record: { ...key, data: {} }, condition: 'any' }]),
        ),
      );
      expect((await store().get(key))?.version).toBe(10);
    });
  });
}

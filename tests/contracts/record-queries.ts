import { describe, expect, test } from '@jest/globals';
import type { NewRecord, RecordQuery, StoredRecord } from '../../domain/ports.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { RecordStoreUnderTest } from './record-store.contract.ts';

const keysOf = (records: readonly StoredRecord[]): string[] => records.map(({ sk }) => sk);

export function recordQueries({ store, partition }: RecordStoreUnderTest): void {
  const fill = async (records: readonly NewRecord[]): Promise<void> => {
    for (let from = 0; from < records.length; from += 100)
      await store().write(
        records.slice(from, from + 100).map((record) => ({ op: 'put', record, condition: 'absent' })),
      );
  };
  const pages = async (query: RecordQuery): Promise<string[][]> => {
    const all: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await store().query(cursor === undefined ? query : { ...query, cursor });
      all.push(keysOf(page.records));
      cursor = page.cursor;
    } while (cursor !== undefined && all.length < 50);
    return all;
  };
  const bare = (pk: string, sks: readonly string[]): NewRecord[] =>
    sks.map((sk) => ({ pk, sk, data: { sk } }));

  describe('queries', () => {
    test('one partition, in the order of sk by its bytes', async () => {
      const pk = partition('order');
      await fill([...bare(pk, ['b', 'a', 'ab', 'B', 'é', '10', '9', 'a#1']), ...bare(`${pk}x`, ['other'])]);
      const ascending = ['10', '9', 'B', 'a', 'a#1', 'ab', 'b', 'é'];
      expect(keysOf((await store().query({ pk })).records)).toEqual(ascending);
      const descending = await store().query({ pk, order: 'descending' });
      expect(keysOf(descending.records)).toEqual(ascending.toReversed());
      expect(await store().query({ pk: partition('empty') })).toEqual({ records: [] });
    });

    test('prefix and inclusive bounds, alone and together', async () => {
      const pk = partition('range');
      await fill(bare(pk, ['a1', 'a2', 'a3', 'a30', 'b1', 'b2', 'c%_1', 'c%x1', 'cxx1']));
      const query = async (bounds: Partial<RecordQuery>): Promise<string> =>
        keysOf((await store().query({ pk, ...bounds })).records).join(' ');
      expect(await query({ skPrefix: 'a' })).toBe('a1 a2 a3 a30');
      expect(await query({ skPrefix: 'a3' })).toBe('a3 a30');
      expect(await query({ skPrefix: 'c%_' })).toBe('c%_1');
      expect(await query({ skPrefix: '' })).toBe('a1 a2 a3 a30 b1 b2 c%_1 c%x1 cxx1');
      expect(await query({ skPrefix: 'z' })).toBe('');
      expect(await query({ skFrom: 'a3' })).toBe('a3 a30 b1 b2 c%_1 c%x1 cxx1');
      expect(await query({ skTo: 'a3' })).toBe('a1 a2 a3');
      expect(await query({ skFrom: 'a2', skTo: 'b1' })).toBe('a2 a3 a30 b1');
      expect(await query({ skFrom: 'a2', skTo: 'a2' })).toBe('a2');
      expect(await query({ skFrom: 'b', skTo: 'a' })).toBe('');
      expect(await query({ skPrefix: 'a', skFrom: 'a2' })).toBe('a2 a3 a30');
      expect(await query({ skPrefix: 'a', skTo: 'a3' })).toBe('a1 a2 a3');
      expect(await query({ skPrefix: 'a', skFrom: 'a2', skTo: 'b9', order: 'descending' })).toBe('a30 a3 a2');
      expect(await query({ skPrefix: 'a', skFrom: 'b' })).toBe('');
    });

    test.each(['ascending', 'descending'] as const)('pages are full until the last, %s', async (order) => {
      const pk = partition('pages');
      const sks = Array.from({ length: 20 }, (_, i) => `s${String(i).padStart(2, '0')}`);
      await fill(bare(pk, sks));
      const expected = order === 'ascending' ? sks : sks.toReversed();
      for (const [limit, sizes] of [
        [7, [7, 7, 6]],
        [10, [10, 10]],
        [20, [20]],
        [1000, [20]],
      ] as const) {
        const got = await pages({ pk, limit, order });
        expect(got.map((page) => page.length)).toEqual(sizes);
        expect(got.flat()).toEqual(expected);
      }
      const inRange = await pages({ pk, limit: 3, order, skFrom: 's05', skTo: 's11' });
      expect(inRange.flat().toSorted()).toEqual(sks.slice(5, 12));
    });

    test('a page holds 100 records unless told otherwise, and at most 1,000', async () => {
      const pk = partition('default');
      await fill(
        bare(
          pk,
          Array.from({ length: 250 }, (_, i) => String(i).padStart(4, '0')),
        ),
      );
      expect((await pages({ pk })).map((page) => page.length)).toEqual([100, 100, 50]);
      await expect(store().query({ pk, limit: 0 })).rejects.toThrow(InvalidInputError);
      await expect(store().query({ pk, limit: 1001 })).rejects.toThrow(InvalidInputError);
      await expect(store().query({ pk, limit: 1.5 })).rejects.toThrow(InvalidInputError);
    });

    test('pages of big records', async () => {
      const pk = partition('bigPages');
      const sks = ['1', '2', '3', '4', '5', '6', '7', '8'];
      for (const sk of sks) await fill([{ pk, sk, data: { text: 'x'.repeat(300_000) } }]);
      expect(await pages({ pk, limit: 6 })).toEqual([sks.slice(0, 6), sks.slice(6)]);
    });

    test('what is deleted or put between two pages moves no other record', async () => {
      const pk = partition('moving');
      await fill(bare(pk, ['b', 'c', 'd', 'e', 'f']));
      const first = await store().query({ pk, limit: 2 });
      expect(keysOf(first.records)).toEqual(['b', 'c']);
      await store().write([
        { op: 'delete', key: { pk, sk: 'b' }, condition: 'any' },
        { op: 'delete', key: { pk, sk: 'c' }, condition: 'any' },
        { op: 'put', record: { pk, sk: 'a', data: {} }, condition: 'any' },
      ]);
      const second = await store().query({ pk, limit: 2, cursor: first.cursor ?? '' });
      expect(keysOf(second.records)).toEqual(['d', 'e']);
      const third = await store().query({ pk, limit: 2, cursor: second.cursor ?? '' });
      expect(keysOf(third.records)).toEqual(['f']);
      expect(third.cursor).toBeUndefined();
    });

    test.each(['byStatus', 'byPatient'] as const)(
      'index %s: sparse, ordered, paged, moved by a put',
      async (index) => {
        const pk = partition('index');
        const at = `${pk}#entries`;
        const records = Array.from({ length: 9 }, (_, i) => ({
          pk: `${pk}#${i % 3}`,
          sk: `main${i}`,
          data: { i },
          // Every third record is not in the index; the order there is the reverse of the main one.
          ...(i % 3 === 2 ? {} : { indexes: { [index]: { pk: at, sk: `e${9 - i}` } } }),
        }));
        await fill(records);
        const found = await pages({ pk: at, index, limit: 4 });
        expect(found).toEqual([
          ['main7', 'main6', 'main4', 'main3'],
          ['main1', 'main0'],
        ]);
        const some = await store().query({ pk: at, index, skFrom: 'e5', skTo: 'e8', order: 'descending' });
        expect(keysOf(some.records)).toEqual(['main1', 'main3', 'main4']);
        expect(some.records[0]).toEqual({ ...records[1], version: 1 });
        expect(keysOf((await store().query({ pk: at, index, skPrefix: 'e9' })).records)).toEqual(['main0']);

        await store().write([
          { op: 'put', record: { pk: `${pk}#1`, sk: 'main1', data: {} }, condition: 'exists' },
          { op: 'delete', key: { pk: `${pk}#0`, sk: 'main0' }, condition: 'exists' },
        ]);
        expect((await pages({ pk: at, index })).flat()).toEqual(['main7', 'main6', 'main4', 'main3']);
      },
    );

    test('records at the same place of an index are each returned once', async () => {
      const pk = partition('ties');
      const indexes = { byStatus: { pk: `${pk}#s`, sk: 'same' } };
      const sks = Array.from({ length: 10 }, (_, i) => `r${i}`);
      await fill(sks.map((sk) => ({ pk, sk, data: {}, indexes })));
      const got = await pages({ pk: `${pk}#s`, index: 'byStatus', limit: 3 });
      expect(got.map((page) => page.length)).toEqual([3, 3, 3, 1]);
      expect(got.flat().toSorted()).toEqual(sks);
    });

    test('a cursor that is broken, or of another partition or index, is refused by name', async () => {
      const pk = partition('cursor');
      await fill(bare(pk, ['a', 'b', 'c']));
      const { cursor } = await store().query({ pk, limit: 1 });
      if (cursor === undefined) throw new Error('expected a cursor');
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
      const broken = [
        'x',
        '%%%',
        cursor.slice(0, -3),
        `${cursor}AAAA`,
        'e30',
        'bnVsbA',
        'W10',
        'a'.repeat(5000),
      ];
      for (const bad of broken)
        await expect(store().query({ pk, cursor: bad })).rejects.toThrow(InvalidInputError);
      await expect(store().query({ pk: `${pk}2`, cursor })).rejects.toThrow(InvalidInputError);
      await expect(store().query({ pk, index: 'byStatus', cursor })).rejects.toThrow(InvalidInputError);
    });
  });
}

import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../domain/ports.ts';
import type { RecordStoreUnderTest } from './record-store.contract.ts';

/** Values that a store's own types are tempted to change: numbers that DynamoDB's cannot hold, empty things, odd text. */
const data: JsonObject = {
  text: 'Größe µm – 年齢 🩺 "quoted" \\ \n\t',
  numbers: [0, -1, 0.1 + 0.2, 1e308, 5e-324, Number.MAX_SAFE_INTEGER, 1.2345678901234567],
  empties: { text: '', list: [], object: {}, nothing: null },
  flags: [true, false],
  nested: { a: { b: { c: [{ d: 1 }, [2, [3]]] } } },
  'name with spaces.and-dots#': 1,
};

export function recordValues({ store, partition }: RecordStoreUnderTest): void {
  describe('values', () => {
    test('a record that was never written is not there', async () => {
      expect(await store().get({ pk: partition('none'), sk: 'a' })).toBeUndefined();
    });

    test('comes back as it was put, with its index entries, its expiry and version 1', async () => {
      const pk = partition('values');
      const record = {
        pk,
        sk: 'ä 1#🩺',
        data,
        indexes: { byStatus: { pk: `${pk}#s`, sk: 's1' }, byPatient: { pk: `${pk}#p`, sk: 'p1' } },
        expiresAt: 4_102_444_800,
      };
      await store().write([{ op: 'put', record, condition: 'absent' }]);
      expect(await store().get({ pk, sk: record.sk })).toEqual({ ...record, version: 1 });
    });

    test('counts its versions, and a put replaces all of the record', async () => {
      const pk = partition('versions');
      const indexes = { byStatus: { pk: `${pk}#s`, sk: '1' } };
      const first = { pk, sk: 'a', data: { old: 1, same: 1 }, indexes, expiresAt: 4_102_444_800 };
      await store().write([{ op: 'put', record: first, condition: 'any' }]);
      await store().write([
        { op: 'put', record: { pk, sk: 'a', data: { same: 2 } }, condition: { version: 1 } },
      ]);
      expect(await store().get({ pk, sk: 'a' })).toEqual({ pk, sk: 'a', data: { same: 2 }, version: 2 });
      await store().write([{ op: 'put', record: first, condition: 'exists' }]);
      await store().write([{ op: 'put', record: first, condition: 'any' }]);
      expect(await store().get({ pk, sk: 'a' })).toEqual({ ...first, version: 4 });
    });

    test('starts at version 1 again after a delete', async () => {
      const pk = partition('again');
      const put = { op: 'put', record: { pk, sk: 'a', data: {} }, condition: 'any' } as const;
      await store().write([put]);
      await store().write([put]);
      await store().write([{ op: 'delete', key: { pk, sk: 'a' }, condition: 'any' }]);
      expect(await store().get({ pk, sk: 'a' })).toBeUndefined();
      await store().write([put]);
      expect((await store().get({ pk, sk: 'a' }))?.version).toBe(1);
    });

    test('holds a record of 300 KB', async () => {
      const pk = partition('big');
      const record = { pk, sk: 'big', data: { text: 'äbc '.repeat(60_000) } };
      await store().write([{ op: 'put', record, condition: 'absent' }]);
      expect(await store().get({ pk, sk: 'big' })).toEqual({ ...record, version: 1 });
    });

    test('is not changed by what the caller does with its object afterwards', async () => {
      const pk = partition('alias');
      const mine = { list: [1] };
      await store().write([{ op: 'put', record: { pk, sk: 'a', data: mine }, condition: 'absent' }]);
      mine.list.push(2);
      expect((await store().get({ pk, sk: 'a' }))?.data).toEqual({ list: [1] });
    });
  });
}

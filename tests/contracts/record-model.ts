import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ConditionFailedError,
  type Condition,
  type RecordKey,
  type RecordQuery,
  type RecordStore,
  type RecordWrite,
} from '../../domain/ports.ts';
import { MemoryRecordStore } from '../support/memory-records.ts';
import type { RecordStoreUnderTest } from './record-store.contract.ts';

/** Few keys, so that the writes meet. */
const key = fc.record({ pk: fc.constantFrom('p', 'q'), sk: fc.constantFrom('a1', 'a2', 'b1', 'ü') });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('any' as const) },
  fc.constantFrom('absent' as const, 'exists' as const),
  fc.record({ version: fc.integer({ min: 1, max: 3 }) }),
);
const fixed = condition.filter((c): c is Exclude<Condition, 'any'> => c !== 'any');
const entry = fc.constantFrom('s', 't');
const write: fc.Arbitrary<RecordWrite> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('put' as const),
      condition,
      record: fc
        .tuple(key, fc.jsonValue({ maxDepth: 2 }), fc.option(entry), fc.option(entry))
        .map(([at, value, status, patient]) => ({
          ...at,
          // As JSON keeps it: -0 is 0.
          data: { value: JSON.parse(JSON.stringify(value)) },
          indexes: {
            ...(status && { byStatus: { pk: status, sk: `${at.sk}#${at.pk}` } }),
            ...(patient && { byPatient: { pk: patient, sk: `${at.sk}#${at.pk}` } }),
          },
        })),
    }),
  },
  fc.record({ op: fc.constant('delete' as const), key, condition }),
  fc.record({ op: fc.constant('check' as const), key, condition: fixed }),
);
const keyOf = (w: RecordWrite): RecordKey => (w.op === 'put' ? w.record : w.key);
const writes = fc.uniqueArray(write, {
  minLength: 1,
  maxLength: 4,
  selector: (w) => `${keyOf(w).pk} ${keyOf(w).sk}`,
});
const query: fc.Arbitrary<RecordQuery> = fc.record(
  {
    pk: fc.constantFrom('p', 'q', 's', 't'),
    index: fc.constantFrom('byStatus' as const, 'byPatient' as const),
    skPrefix: fc.constantFrom('a', 'a1', 'b', 'ü'),
    skFrom: fc.constantFrom('a', 'a2', 'b1#p'),
    skTo: fc.constantFrom('a1', 'a2#q', 'z'),
    order: fc.constantFrom('ascending' as const, 'descending' as const),
    limit: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: ['pk'] },
);
const step = fc.oneof({ weight: 3, arbitrary: writes }, query);

/** Keys moved into a namespace of their own, so that the runs of the test do not meet in the shared store. */
const inNamespace = (name: string, w: RecordWrite): RecordWrite => {
  const moved = ({ pk, sk }: RecordKey): RecordKey => ({ pk: `${name}#${pk}`, sk });
  if (w.op !== 'put') return { ...w, key: moved(w.key) };
  const { byStatus, byPatient } = w.record.indexes ?? {};
  const indexes = {
    ...(byStatus && { byStatus: moved(byStatus) }),
    ...(byPatient && { byPatient: moved(byPatient) }),
  };
  return { ...w, record: { ...w.record, ...moved(w.record), indexes } };
};

/** What a caller sees of a write: done, or which condition failed. */
const seen = (store: RecordStore, batch: readonly RecordWrite[]): Promise<string> =>
  store.write(batch).then(
    () => 'written',
    (error: unknown) => {
      if (error instanceof ConditionFailedError) return `condition ${error.index} failed`;
      throw error;
    },
  );

/** Every page, with `indexes: {}` and no indexes taken for the same. */
async function allPages(store: RecordStore, asked: RecordQuery): Promise<unknown[]> {
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.query(cursor === undefined ? asked : { ...asked, cursor });
    pages.push(page.records.map((record) => ({ ...record, indexes: record.indexes ?? {} })));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

export function recordModel({ store, partition }: RecordStoreUnderTest, numRuns: number): void {
  describe('model', () => {
    test('any sequence of writes and queries looks the same as on a Map', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
          const name = partition('model');
          const model = new MemoryRecordStore();
          for (const next of steps) {
            if (Array.isArray(next)) {
              const batch = next.map((w: RecordWrite) => inNamespace(name, w));
              expect(await seen(store(), batch)).toBe(await seen(model, batch));
            } else {
              const asked = { ...next, pk: `${name}#${next.pk}` };
              expect(await allPages(store(), asked)).toEqual(await allPages(model, asked));
            }
          }
          for (const pk of ['p', 'q'])
            expect(await allPages(store(), { pk: `${name}#${pk}` })).toEqual(
              await allPages(model, { pk: `${name}#${pk}` }),
            );
        }),
        { numRuns },
      );
    });
  });
}

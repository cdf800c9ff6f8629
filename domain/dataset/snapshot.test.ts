import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanTable } from './clean.ts';
import type { TableSpec } from './features.ts';
import { tableFromRecords } from './from-records.ts';
import { concatLabelled, selectLabelled, type LabelledTable } from './labelled.ts';
import { makeSnapshot, snapshotHash } from './snapshot.ts';

const spec: TableSpec = {
  features: [
    { name: 'a', kind: 'numeric' },
    { name: 'b, c', kind: 'categorical' },
  ],
  target: { name: 'y', positive: { value: 'yes', label: 'yes' }, negative: { value: 'no', label: 'no' } },
  idColumns: [],
  dropColumns: [],
};
const data: LabelledTable = {
  table: tableFromRecords(
    [
      { a: 1e21, 'b, c': 'plain', extra: 1 },
      { a: -0, 'b, c': 'say "so"' },
      { a: 0.1, 'b, c': ' spaces ' },
      { 'b, c': null },
    ],
    spec.features,
  ),
  labels: Uint8Array.of(1, 0, 1, 0),
  subgroups: [
    { column: 'sex', groupOf: ['f', 'm', 'f', 'm'] },
    { column: 'b, c', groupOf: ['1', '2', '3', '4'] },
  ],
};

test('one spelling: shortest numbers, quotes where needed, nothing for what is missing, the target last', () => {
  expect(makeSnapshot(data, spec).csv).toBe(
    'a,"b, c",sex,y\n1e+21,plain,f,yes\n0,"say ""so""",m,no\n0.1," spaces ",f,yes\n,,m,no\n',
  );
});

test('the hash is the one of the bytes, the same for the same rows whatever the order of the columns', () => {
  const { csv, hash } = makeSnapshot(data, spec);
  expect(hash).toBe(snapshotHash(Buffer.from(csv)));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const turned = { ...data, table: { ...data.table, columns: data.table.columns.toReversed() } };
  expect(makeSnapshot(turned, spec).hash).toBe(hash);
  expect(makeSnapshot({ ...data, labels: Uint8Array.of(1, 0, 1, 1) }, spec).hash).not.toBe(hash);
});

test('a snapshot of numbers cleans back into the same rows', () => {
  const numeric: TableSpec = { ...spec, features: [{ name: 'a', kind: 'numeric' }] };
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(finite, fc.boolean()), { selector: ([x]) => x + 0 }), (rows) => {
      const table = tableFromRecords(
        rows.map(([a]) => ({ a })),
        numeric.features,
      );
      const snapshot = makeSnapshot({ table, labels: Uint8Array.from(rows, ([, y]) => Number(y)) }, numeric);
      const [header = [], ...records] = snapshot.csv
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      expect(makeSnapshot(cleanTable(header, records, numeric), numeric)).toEqual(snapshot);
    }),
  );
});

test('rows are selected and joined with their labels and groups', () => {
  const joined = concatLabelled(selectLabelled(data, [0, 1]), selectLabelled(data, [2, 3]));
  expect(joined).toEqual(data);
  expect(concatLabelled(data, { table: data.table, labels: data.labels }).subgroups).toEqual([]);
});

test('a table that does not fit is an error', () => {
  expect(() => makeSnapshot({ ...data, labels: new Uint8Array(1) }, spec)).toThrow(RangeError);
  expect(() => makeSnapshot({ ...data, table: { rowCount: 4, columns: [] } }, spec)).toThrow(RangeError);
});

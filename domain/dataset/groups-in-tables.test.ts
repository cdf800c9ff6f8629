import { describe, expect, test } from '@jest/globals';
import { stableHoldout } from '../training/holdout.ts';
import { cleanFeatures, cleanTable } from './clean.ts';
import type { TableSpec } from './features.ts';
import { concatLabelled, selectLabelled } from './labelled.ts';
import { readSnapshot } from './read-snapshot.ts';
import { describeCleaning } from './report.ts';
import { makeSnapshot } from './snapshot.ts';

const spec: TableSpec = {
  features: [{ name: 'stay', kind: 'numeric', unit: 'd', range: { min: 0, max: 60 } }],
  target: {
    name: 'readmitted',
    positive: { value: '<30', label: 'back' },
    negative: { value: 'NO', otherValues: ['>30'], label: 'not back' },
  },
  idColumns: ['patient'],
  dropColumns: ['disposition'],
  groupColumn: 'patient',
  excludeRows: [{ column: 'disposition', values: ['11', '13'], because: 'died or went to hospice care' }],
};
const header = ['patient', 'stay', 'disposition', 'readmitted'];
const rows = [
  ['a', '1', '1', '<30'],
  ['b', '2', '11', 'NO'],
  ['a', '3', '1', '>30'],
  ['b', '1', '1', 'NO'],
  ['?', '1', '1', 'NO'],
  ['a', '1', '1', '<30'],
];

describe('a table of patients with several rows', () => {
  const cleaned = cleanTable(header, rows, spec);

  test('other values mean label 0 too; excluded rows are counted and said', () => {
    expect([...cleaned.labels]).toEqual([1, 0, 0, 0]);
    expect(cleaned.report.problems).toContainEqual({
      column: 'disposition',
      reason: 'excluded',
      rows: 1,
      firstRows: [2],
      expected: 'died or went to hospice care',
    });
    expect(describeCleaning(cleaned.report)).toContain(
      'disposition: 1 row left out: died or went to hospice care',
    );
  });

  test('the same features of two patients are two rows, of one patient one; nobody named is somebody', () => {
    expect(cleaned.groups).toEqual(['a', 'a', 'b', 'row 5']);
    expect(cleaned.report.problems.map(({ reason }) => reason)).toContain('duplicate-row');
  });

  test('a snapshot numbers the patients, so that none is named, and reads back with them together', () => {
    const { csv, hash } = makeSnapshot(cleaned, spec);
    expect(csv.split('\n').slice(0, 5)).toEqual([
      'stay,patient,readmitted',
      '1,1,<30',
      '3,1,NO',
      '1,2,NO',
      '1,3,NO',
    ]);
    const read = readSnapshot(new TextEncoder().encode(csv), spec, 's.csv', hash);
    expect(read.groups).toEqual(['1', '1', '2', '3']);
    expect(makeSnapshot(read, spec).csv).toBe(csv);
  });

  test('groups follow their rows', () => {
    expect(selectLabelled(cleaned, [2, 0]).groups).toEqual(['b', 'a']);
    expect(concatLabelled(cleaned, cleaned).groups).toHaveLength(8);
    const { groups: _, ...without } = cleaned;
    expect(concatLabelled(cleaned, without).groups).toBeUndefined();
  });

  test('a table without the column is refused, but for rows that are only predicted', () => {
    expect(() => cleanTable(header.slice(1), [], spec)).toThrow(/patient: got no column/);
    expect(cleanFeatures(['stay'], [['1']], spec).table.rowCount).toBe(1);
  });

  test('a patient is held out whole', () => {
    const groups = Array.from({ length: 400 }, (_, i) => `p${i % 150}`);
    const labels = Uint8Array.from(groups, (_, i) => i % 2);
    const table = {
      rowCount: 400,
      columns: [{ name: 'stay', kind: 'numeric' as const, values: new Float64Array(400) }],
    };
    const lines = groups.map((_, i) => `line ${i}`);
    for (const testFraction of [0.2, 0.01]) {
      const split = stableHoldout({ table, labels, groups }, lines, { testFraction, seed: 7 });
      const held = new Set(split.test.map((row) => groups[row]));
      expect(split.test.length).toBeGreaterThan(0);
      expect(split.train.filter((row) => held.has(groups[row]))).toEqual([]);
    }
  });
});

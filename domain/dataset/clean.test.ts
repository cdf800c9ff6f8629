import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInputError } from '../validation/parse.ts';
import { cleanFeatures, cleanTable } from './clean.ts';
import type { TableSpec } from './features.ts';
import { describeCleaning } from './report.ts';

const spec: TableSpec = {
  features: [
    { name: 'radius', kind: 'numeric', unit: 'mm', range: { min: 0, max: 50 } },
    { name: 'texture', kind: 'numeric', unit: '1', required: false },
    { name: 'side', kind: 'categorical', categories: ['left', 'right'] },
  ],
  target: {
    name: 'diagnosis',
    positive: { value: 'M', label: 'malignant' },
    negative: { value: 'B', label: 'benign' },
  },
  idColumns: ['id'],
  dropColumns: ['Unnamed: 0', 'Unnamed: 5'],
};
const header = ['side', 'radius', 'texture', 'diagnosis', 'id'];
const clean = (...rows: string[][]) => cleanTable(header, rows, spec);

describe('a good table', () => {
  test('columns come by name in the order of the use case, labels as 0 and 1', () => {
    const { table, labels, report, quarantined, rowNumbers } = clean(
      ['left', '12.5', '3', 'M', '1'],
      [' right ', '+1e1', '', 'B', '2'],
    );
    expect(table).toEqual({
      rowCount: 2,
      columns: [
        { name: 'radius', kind: 'numeric', values: Float64Array.of(12.5, 10) },
        { name: 'texture', kind: 'numeric', values: Float64Array.of(3, Number.NaN) },
        { name: 'side', kind: 'categorical', values: ['left', 'right'] },
      ],
    });
    expect([...labels]).toEqual([1, 0]);
    expect(rowNumbers).toEqual([1, 2]);
    expect(quarantined).toEqual([]);
    expect(report).toMatchObject({
      rowsRead: 2,
      rowsKept: 2,
      labels: { positive: 1, negative: 1 },
      missing: [{ column: 'texture', rows: 1 }],
      columns: { droppedIds: ['id'], dropped: [], unknown: [] },
    });
  });

  test('the bounds of a range are inside', () => {
    expect(clean(['left', '0', '1', 'M', '1'], ['left', '50', '1', 'M', '1']).table.rowCount).toBe(2);
  });

  test("pandas's unnamed columns, a byte order mark, a trailing comma in the header alone, an unknown column", () => {
    const { report } = cleanTable(
      ['\uFEFF', ' radius ', 'texture', 'side', 'diagnosis', '', 'hospital', ''],
      [['0', '1', '2', 'left', 'M', '', 'north']],
      spec,
    );
    expect(report.rowsKept).toBe(1);
    expect(report.columns.dropped).toEqual(['Unnamed: 0', 'Unnamed: 5']);
    expect(report.columns.unknown).toEqual(['hospital', 'Unnamed: 7']);
  });
});

describe('rows that are set aside', () => {
  test.each([
    ['12.5mm', 'radius', 'unit-attached'],
    ['12.5 µm²', 'radius', 'unit-attached'],
    ['12,5', 'radius', 'decimal-comma'],
    ['1.2.3', 'radius', 'not-a-number'],
    ['0x10', 'radius', 'not-a-number'],
    ['Infinity', 'radius', 'not-a-number'],
    ['1e999', 'radius', 'not-a-number'],
    ['51', 'radius', 'out-of-range'],
    ['-1', 'radius', 'out-of-range'],
    ['', 'radius', 'missing-value'],
    ['?', 'radius', 'missing-value'],
    ['NaN', 'radius', 'missing-value'],
  ])('%j as %s: %s', (text, column, reason) => {
    const { table, quarantined } = clean(['left', text, '3', 'M', '1']);
    expect(table.rowCount).toBe(0);
    expect(quarantined).toEqual([{ row: 1, column, reason }]);
  });

  test('each wrong cell of a row has its reason', () => {
    const { quarantined } = clean(['middle', 'x', '3kg', 'malignant', '1'], ['left', '1', '2', '', '2']);
    expect(quarantined).toEqual([
      { row: 1, column: 'radius', reason: 'not-a-number' },
      { row: 1, column: 'texture', reason: 'unit-attached' },
      { row: 1, column: 'side', reason: 'unknown-category' },
      { row: 1, column: 'diagnosis', reason: 'unknown-target' },
      { row: 2, column: 'diagnosis', reason: 'missing-value' },
    ]);
  });

  test('a row again, a row again with the other target, a row of another width', () => {
    const { table, quarantined } = clean(
      ['left', '1', '2', 'M', '1'],
      ['left', '1.0', '2', 'M', '2'],
      ['left', '1', '2', 'B', '3'],
      ['left', '1', '2'],
      ['left', '1', '2', 'B', '4', 'more'],
    );
    expect(table.rowCount).toBe(1);
    expect(quarantined.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'duplicate-row'],
      [3, 'conflicting-label'],
      [4, 'wrong-cell-count'],
      [5, 'wrong-cell-count'],
    ]);
  });

  test('the report says so in words, the most frequent first, without any value', () => {
    const rows = Array.from({ length: 7 }, (_, i) => ['left', `${i + 1}.987mm`, '3', 'M', '1']);
    const { report } = clean(['left', '77.123', '3', 'M', '1'], ...rows);
    const lines = describeCleaning(report);
    expect(lines.slice(0, 3)).toEqual([
      '0 of 8 rows kept, 8 set aside (0 positive, 0 negative kept)',
      'radius: a number with a unit stuck to it in 7 rows (2, 3, 4, 5, 6, …); expected a number from 0 to 50 in mm, written without the unit',
      'radius: outside of the range in 1 row (1); expected a number from 0 to 50 in mm, written without the unit',
    ]);
    expect(lines.join('\n')).not.toMatch(/987|77\.123/);
  });
});

describe('tables that are refused', () => {
  const problemsOf = (names: string[]): unknown => {
    try {
      cleanTable(names, [], spec, { what: 'upload.csv' });
    } catch (error) {
      return error instanceof InvalidInputError ? error.problems : error;
    }
    return 'no error';
  };

  test('a missing column, with the one that may be meant', () => {
    expect(problemsOf(['Radius', 'texture', 'side'])).toEqual([
      { field: 'radius', got: 'a column "Radius"', expected: 'a column named exactly "radius"' },
      {
        field: 'diagnosis',
        got: 'no column of this name among 3',
        expected: 'a column named exactly "diagnosis"',
      },
    ]);
  });

  test('a column twice', () => {
    expect(problemsOf([...header, 'radius'])).toEqual([
      { field: 'radius', got: 'the column twice', expected: 'each column once' },
    ]);
  });
});

test('without a target: none is needed, one that is there is not read, equal rows are kept', () => {
  const { table, report } = cleanFeatures(
    ['radius', 'texture', 'side', 'diagnosis'],
    [
      ['1', '2', 'left', 'whatever'],
      ['1', '2', 'left', ''],
    ],
    spec,
  );
  expect(table.rowCount).toBe(2);
  expect(report.labels).toBeUndefined();
  expect(cleanFeatures(['radius', 'texture', 'side'], [['1', '2', 'left']], spec).table.rowCount).toBe(1);
});

test('subgroup columns come along without being features', () => {
  const withGroups: TableSpec = { ...spec, subgroupColumns: ['sex', 'side'] };
  const { subgroups, report } = cleanTable(
    [...header, 'sex'],
    [
      ['left', '1', '2', 'M', '1', 'f'],
      ['right', 'x', '2', 'M', '1', 'm'],
      ['right', '3', '2', 'B', '2', ''],
    ],
    withGroups,
  );
  expect(subgroups).toEqual([
    { column: 'sex', groupOf: ['f', 'unknown'] },
    { column: 'side', groupOf: ['left', 'right'] },
  ]);
  expect(report.columns).toMatchObject({
    used: ['radius', 'texture', 'side', 'sex', 'diagnosis'],
    unknown: [],
  });
});

test('whatever the cells: every row is kept or has a reason, and no reason holds a cell', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('1', '2.5', 'left', 'M', 'B', '', '7mm'),
    fc.double().map(String),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 6 })), (rows) => {
      const { table, labels, report, quarantined, rowNumbers } = clean(...rows);
      const rejected = new Set(quarantined.map(({ row }) => row));
      expect(report.rowsRead).toBe(rows.length);
      expect(rowNumbers.length + rejected.size).toBe(rows.length);
      expect(rowNumbers.some((row) => rejected.has(row))).toBe(false);
      expect(labels).toHaveLength(table.rowCount);
      expect(report.rowsQuarantined).toBe(rejected.size);
      for (const { column } of quarantined) expect(['(row)', ...header]).toContain(column);
    }),
  );
});

import { describe, expect, test } from '@jest/globals';
import type { Column, Table } from '../dataset/table.ts';
import { seededRandom, type Random } from '../numeric/random.ts';
import {
  assessDrift,
  createBaseline,
  DriftInputError,
  flagsOf,
  mergeWindows,
  parseBaseline,
  parseDriftReport,
  parseWindowSummary,
  summarizeWindow,
  type DriftReport,
  type PreviousWindow,
} from './index.ts';

const names = ['a', 'b', 'c', 'd'];
const columns = [
  ...names.map((name) => ({ name, kind: 'numeric' as const, unit: 'mm' })),
  { name: 'site', kind: 'categorical' as const },
];

/** Four correlated columns, three sites. */
function tableOf(rows: number, random: Random): Table & { columns: Column[] } {
  const common = Array.from({ length: rows }, () => random.normal());
  return {
    rowCount: rows,
    columns: [
      ...names.map((name): Column => ({
        name,
        kind: 'numeric',
        values: Float64Array.from(common, (z) => 10 + z + 0.5 * random.normal()),
      })),
      { name: 'site', kind: 'categorical', values: common.map(() => ['n', 's', 'w'][random.below(3)]!) },
    ],
  };
}

const random = seededRandom(1);
const baseline = createBaseline(tableOf(600, random), {
  columns,
  createdAt: '2026-01-01T00:00:00Z',
  source: 'test',
});

/** Two windows in a row, changed by `change`; the reports of both. */
function twoWindows(
  change: (table: ReturnType<typeof tableOf>) => void,
  rows = 300,
): [DriftReport, DriftReport] {
  let previous: PreviousWindow | undefined;
  const reports = ['w1', 'w2'].map((id) => {
    const table = tableOf(rows, random);
    change(table);
    const summary = summarizeWindow(baseline, table, { id, from: `${id}a`, to: `${id}b` });
    const report = assessDrift({ baseline, window: summary, previous });
    previous = { summary, flags: flagsOf(report) };
    return report;
  });
  return [reports[0]!, reports[1]!];
}

const valuesOf = (table: Table, name: string): Float64Array => {
  const column = table.columns.find((c) => c.name === name);
  return column?.kind === 'numeric' ? column.values : new Float64Array();
};

describe('a quiet window', () => {
  test('flags nothing and says what it could have seen', () => {
    const [, report] = twoWindows(() => undefined);
    expect(report).toMatchObject({ drifted: false, event: false, flaggedColumns: [] });
    expect(report.correlation).toMatchObject({ flagged: false });
    expect(report.sentence).toMatch(/^No feature moved; in 300 rows a shift of 0\.\d+ sd or more/);
  });
});

describe('a shifted column', () => {
  const [first, second] = twoWindows((table) => {
    const values = valuesOf(table, 'b');
    values.forEach((x, i) => (values[i] = x + 1));
  });

  test('is flagged at once, alone, and no event yet', () => {
    expect(first).toMatchObject({ drifted: true, event: false, flaggedColumns: ['b'] });
    expect(first.sentence).toMatch(/^b rose by .* sd \(mean .* → .* mm\) since window w1: not yet confirmed/);
  });

  test('is an event in the second window, since the first', () => {
    expect(second).toMatchObject({ event: true, flaggedColumns: ['b'] });
    const column = second.columns.find(({ name }) => name === 'b');
    expect(column).toMatchObject({ confirmed: true, since: { id: 'w1' }, unit: 'mm' });
    expect(column?.shiftInSd).toBeCloseTo(0.9, 0);
    expect(second.sentence).toContain('confirmed by a second window');
    expect(second.correlation?.movedColumn).toBeUndefined();
  });

  test('one odd window raises no event', () => {
    let odd = true;
    const [before, after] = twoWindows((table) => {
      const values = valuesOf(table, 'b');
      if (odd) values.forEach((x, i) => (values[i] = x + 1));
      odd = false;
    });
    expect([before.drifted, before.event, after.event]).toEqual([true, false, false]);
  });
});

test('a column that no longer goes with the others is named, though no column is flagged', () => {
  const [first, second] = twoWindows(
    (table) => valuesOf(table, 'c').set(random.shuffle([...valuesOf(table, 'c')])),
    500,
  );
  expect(first.flaggedColumns).toEqual([]);
  expect(first.correlation).toMatchObject({ flagged: true, movedColumn: 'c' });
  expect(second.event).toBe(true);
  expect(second.sentence).toContain('c no longer goes with the other features');
});

test('a missing rate is flagged as such', () => {
  const [, second] = twoWindows((table) => valuesOf(table, 'd').fill(Number.NaN, 0, 60));
  const column = second.columns.find(({ name }) => name === 'd');
  expect(column).toMatchObject({ flagged: true, reasons: ['missing'], missingRate: { before: 0, now: 0.2 } });
  expect(second.sentence).toContain('d is missing in 20 % of the rows instead of 0 %');
});

test('a new category is flagged and named', () => {
  const [, second] = twoWindows((table) => {
    table.columns[4] = {
      name: 'site',
      kind: 'categorical',
      values: Array.from({ length: 300 }, (_, i) =>
        i % 4 === 0 ? 'portable' : (['n', 's', 'w'][i % 3] ?? null),
      ),
    };
  });
  expect(second.flaggedColumns).toEqual(['site']);
  expect(second.columns[4]).toMatchObject({ newCategories: ['portable'], confirmed: true });
});

describe('files', () => {
  test('baseline, window and report survive JSON', () => {
    const window = summarizeWindow(baseline, tableOf(50, random), { id: 'w', from: '', to: '' });
    const report = assessDrift({ baseline, window, useCase: 'u', modelVersion: '3', baselineSha256: 'ab' });
    const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(parseBaseline(again(baseline))).toEqual(baseline);
    expect(parseWindowSummary(again(window))).toEqual(window);
    expect(parseDriftReport(again(report))).toEqual(report);
  });

  test('a baseline of another schema version is refused with the field', () => {
    expect(() => parseBaseline({ ...baseline, schemaVersion: 2 })).toThrow('schemaVersion');
  });
});

describe('windows merge', () => {
  test('two halves give what the whole gives', () => {
    const whole = tableOf(200, random);
    const half = (from: number): Table => ({
      rowCount: 100,
      columns: whole.columns.map((column): Column =>
        column.kind === 'numeric'
          ? { ...column, values: column.values.slice(from, from + 100) }
          : { ...column, values: column.values.slice(from, from + 100) },
      ),
    });
    const span = { id: 'w', from: '', to: '' };
    const merged = mergeWindows(
      summarizeWindow(baseline, half(0), span),
      summarizeWindow(baseline, half(100), span),
    );
    const once = summarizeWindow(baseline, whole, span);
    const bins = (w: typeof once): unknown =>
      w.columns.map(({ values }) => (values.kind === 'numeric' ? values.counts : values));
    expect(bins(merged)).toEqual(bins(once));
    expect(merged.joint?.distances.counts).toEqual(once.joint?.distances.counts);
    merged.joint?.products.forEach((x, i) => expect(x).toBeCloseTo(once.joint!.products[i]!, 8));
  });
});

describe('wrong input', () => {
  test.each([
    [
      'a missing column',
      { ...tableOf(10, random), columns: tableOf(10, random).columns.slice(1) },
      'column a: got no such column',
    ],
    [
      'another kind',
      { rowCount: 1, columns: [{ name: 'a', kind: 'categorical' as const, values: ['x'] }] },
      'column a: got a categorical column, expected a numeric column',
    ],
  ])('%s', (_, table, message) => {
    expect(() => summarizeWindow(baseline, table, { id: 'w', from: '', to: '' })).toThrow(message);
  });

  test('an empty reference', () => {
    expect(() => createBaseline(tableOf(0, random), { columns, createdAt: '', source: '' })).toThrow(
      DriftInputError,
    );
  });

  test('an empty or tiny window is no evidence and no crash', () => {
    for (const rows of [0, 1, 3]) {
      const window = summarizeWindow(baseline, tableOf(rows, random), { id: 'w', from: '', to: '' });
      const report = assessDrift({ baseline, window });
      expect(report.drifted).toBe(false);
      expect(parseDriftReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
    }
  });

  test('constant and copied columns do not break the joint column', () => {
    const base = tableOf(100, random);
    const copied: Table = {
      rowCount: 100,
      columns: [
        base.columns[0]!,
        { ...base.columns[0]!, name: 'copy' },
        { name: 'constant', kind: 'numeric', values: new Float64Array(100).fill(3) },
      ],
    };
    const specs = copied.columns.map(({ name, kind }) => ({ name, kind }));
    const described = createBaseline(copied, { columns: specs, createdAt: '', source: '' });
    expect(described.joint?.columns).toEqual(['a', 'copy']);
    const window = summarizeWindow(described, copied, { id: 'w', from: '', to: '' });
    expect(assessDrift({ baseline: described, window }).drifted).toBe(false);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Table } from '../../dataset/table.ts';
import { seededRandom } from '../../numeric/random.ts';
import { assessDrift, createBaseline, summarizeWindow, type DriftReport } from '../index.ts';
import { niceTicks } from './axis.ts';
import { driftReportHtml } from './html.ts';
import { driftReportText } from './terminal.ts';

const hostile = `<script>alert("1")</script>&'`;

function reportOf(columns: number, shift: number): { report: DriftReport; current: Table } {
  const random = seededRandom(2);
  const names = Array.from({ length: columns }, (_, i) => (i === 0 ? hostile : `feature ${i}`));
  const table = (by: number): Table => ({
    rowCount: 200,
    columns: [
      ...names.map((name, j) => ({
        name,
        kind: 'numeric' as const,
        values: Float64Array.from(
          { length: 200 },
          () => 100 + 12.345678 * random.normal() + (j === 0 ? by : 0),
        ),
      })),
      {
        name: 'site',
        kind: 'categorical' as const,
        values: Array.from({ length: 200 }, (_, i) => (by > 0 && i % 2 === 0 ? hostile : 'north')),
      },
    ],
  });
  const reference = table(0);
  const current = table(shift);
  const specs = reference.columns.map(({ name, kind }) => ({ name, kind, unit: hostile }));
  const baseline = createBaseline(reference, { columns: specs, createdAt: hostile, source: hostile });
  const window = summarizeWindow(baseline, current, { id: hostile, from: hostile, to: hostile });
  return { report: assessDrift({ baseline, window, useCase: hostile, modelVersion: hostile }), current };
}

describe('the HTML report', () => {
  const { report, current } = reportOf(30, 12);
  const html = driftReportHtml(report);

  test('is one small file without script, link or network', () => {
    expect(html.length).toBeLessThan(500_000);
    expect(html).not.toMatch(/<script|<link|<img|https?:|url\(/i);
    expect(html).toContain("default-src 'none'");
  });

  test('escapes every name, unit and category', () => {
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
  });

  test('shows the sentence first, moved columns next, the rest folded', () => {
    const at = [`<h1>`, 'class="cards"', '<details>', '<footer>'].map((mark) => html.indexOf(mark));
    expect(at.every((x) => x > 0)).toBe(true);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(html.split('<article').length - 1).toBe(report.flaggedColumns.length);
    expect(report.flaggedColumns).toEqual([hostile, 'site']);
  });

  test('holds no value of a row', () => {
    for (const column of current.columns) {
      if (column.kind === 'categorical') continue;
      for (const x of column.values) expect(html).not.toContain(String(x));
    }
  });

  test('of a quiet window opens the table and shows no card', () => {
    const quiet = driftReportHtml(reportOf(3, 0).report);
    expect(quiet).toContain('<details open>');
    expect(quiet).not.toContain('<article');
    expect(quiet).toContain('No drift');
  });
});

describe('the terminal report', () => {
  const { report } = reportOf(6, 12);

  test('is plain text unless colour is asked for', () => {
    const text = driftReportText(report);
    expect(text).not.toContain('\u001B');
    expect(text).toContain('█');
    expect(text).toContain('Drift seen once');
    expect(driftReportText(report, { color: true })).toContain('\u001B[33m');
  });
});

test('axis ticks are round, inside, and about as many as wanted', () => {
  expect(niceTicks(0.03, 0.29)).toEqual([0.05, 0.1, 0.15, 0.2, 0.25]);
  expect(niceTicks(5, 5)).toEqual([5]);
  for (const [from, to] of [
    [-3, 11],
    [1e-9, 7e-9],
    [1e6, 1.0001e6],
  ] as const) {
    const ticks = niceTicks(from, to);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.every((tick) => tick >= from && tick <= to)).toBe(true);
  }
});

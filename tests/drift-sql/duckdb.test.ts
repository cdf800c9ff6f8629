import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jointRowsAtMost } from '../../domain/drift/baseline.ts';
import { pivotsOf, tableFromCounts } from '../../domain/drift/counted.ts';
import { binKey } from '../../domain/drift/float-bin.ts';
import { histogramOf } from '../../domain/drift/histogram.ts';
import { assessDrift, createBaseline, summarizeWindow } from '../../domain/drift/index.ts';
import { windowFromProfiles } from '../../domain/drift/window.ts';
import { seededRandom } from '../../domain/numeric/random.ts';
import { DuckDbCounter } from '../../pipelines/containers/drift/count/duckdb.ts';
import { fileSource, type CaptureFormat } from '../../pipelines/containers/drift/count/file-relation.ts';
import { duckdb } from '../../pipelines/containers/drift/sql/dialect.ts';
import { quoteText } from '../../pipelines/containers/drift/sql/dialect.ts';
import { awkwardDoubles, bitsOf } from './doubles.ts';
import {
  csvText,
  features,
  modelkeepLines,
  rowsOf,
  sageMakerLines,
  tableOf,
  timeOf,
  upToRounding,
} from './traffic.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-drift-sql-'));
const file = (name: string): string => path.join(folder, name);
let counter: DuckDbCounter;

const baseline = createBaseline(tableOf(rowsOf(3000, 1)), {
  columns: features,
  createdAt: '2026-01-01T00:00:00.000Z',
  source: 'made up',
});
const pivots = pivotsOf(baseline.columns);
const span = { id: 'w', from: timeOf(0), to: timeOf(2000) };
const rows = rowsOf(2000, 2, 0.4);
/** Rows of the next window lie in the same files. */
const files: Readonly<Record<CaptureFormat, string>> = {
  'sagemaker-capture': file('sagemaker.jsonl'),
  'modelkeep-capture': file('modelkeep.jsonl'),
  csv: file('table.csv'),
  parquet: file('table.parquet'),
};

beforeAll(async () => {
  counter = await DuckDbCounter.open({ memoryMiB: 256, threads: 2 });
  const later = [...rows, ...rowsOf(500, 3)];
  writeFileSync(
    files['sagemaker-capture'],
    `${sageMakerLines(rows).join('\n')}\n${sageMakerLines(later).slice(-100).join('\n')}\n`,
  );
  writeFileSync(files['modelkeep-capture'], `${modelkeepLines(later).join('\n')}\n{"id": "cut off`);
  writeFileSync(files.csv, csvText(later));
  await counter.rows(
    `COPY (SELECT CAST(made AS TIMESTAMP) AS made, CAST(age AS DOUBLE) AS age, CAST(creatinine AS DOUBLE) AS creatinine, CAST(gain AS DOUBLE) AS gain, site FROM read_csv(${quoteText(files.csv)}, header = true, all_varchar = true)) TO ${quoteText(files.parquet)} (FORMAT parquet)`,
  );
});
afterAll(() => {
  counter.close();
  rmSync(folder, { recursive: true, force: true });
});

test('50,000 doubles, subnormals, both zeros and the largest among them: every bin is the engine’s own', async () => {
  const doubles = awkwardDoubles(50_000);
  writeFileSync(file('bits.csv'), `b\n${[...doubles].map(bitsOf).join('\n')}\n`);
  const relation = `read_csv(${quoteText(file('bits.csv'))}, header = true, columns = {b: 'BIGINT'})`;
  const x = 'CAST(CAST(b AS BIT) AS DOUBLE)';
  const got = await counter.rows(
    `SELECT b, ${duckdb.binKey(x)} AS bin FROM ${relation} WHERE ${duckdb.isFinite(x)}`,
  );
  const finite = [...doubles].filter((value) => Number.isFinite(value));
  const wanted = new Map(finite.map((value) => [bitsOf(value), binKey(value)]));
  expect(got.length).toBe(finite.length);
  expect(got.filter(({ b, bin }) => wanted.get(b as bigint) !== Number(bin))).toEqual([]);

  const source = { kind: 'table', relation: `(SELECT ${x} AS x FROM ${relation})`, typed: true } as const;
  const asked = { source, columns: [{ name: 'x', kind: 'numeric' as const }] };
  const counted = await counter.count(asked, [0]);
  const { values } = tableFromCounts(asked.columns, [0], counted.bins).profiles[0]!;
  const own = histogramOf(doubles);
  expect({ ...values, sum: 0, m2: 0 }).toEqual({ ...own, sum: 0, m2: 0 });
});

describe.each(Object.keys(files) as CaptureFormat[])('%s', (format) => {
  const asked = () => ({
    source: fileSource(format, [files[format]], { timeColumn: 'made' }),
    columns: features,
    span,
  });

  test('histograms and categories are the engine’s own, bin for bin', async () => {
    const counted = await counter.count(asked(), pivots);
    const own = summarizeWindow(baseline, tableOf(rows), span);
    const { profiles, unreadable } = tableFromCounts(features, pivots, counted.bins);
    expect([counted.rows, counted.unreadableRows, unreadable]).toEqual([2000, 0, []]);
    profiles.forEach(({ name, values }, i) => {
      const expected = own.columns[i]!.values;
      if (values.kind === 'categorical' || expected.kind === 'categorical') {
        expect(values).toEqual(expected);
        return;
      }
      expect({ name, ...values, sum: 0, m2: 0 }).toEqual({ name, ...expected, sum: 0, m2: 0 });
      expect(values.sum / expected.sum).toBeCloseTo(1, 11);
      expect(values.m2 / expected.m2).toBeCloseTo(1, 9);
    });
  });

  test('the report is the same', async () => {
    const counted = await counter.count(asked(), pivots);
    const places = baseline.joint!.columns.map((name) =>
      features.findIndex((feature) => feature.name === name),
    );
    const values = await counter.sample(asked(), places, jointRowsAtMost);
    const window = windowFromProfiles(baseline, {
      ...span,
      rows: counted.rows,
      profiles: tableFromCounts(features, pivots, counted.bins).profiles,
      sample: places.map((at, i) => ({ name: features[at]!.name, values: values[i]! })),
    });
    const own = assessDrift({ baseline, window: summarizeWindow(baseline, tableOf(rows), span) });
    expect(own.flaggedColumns).toEqual(['creatinine']);
    expect(upToRounding(assessDrift({ baseline, window }))).toEqual(upToRounding(own));
  });
});

describe('what cannot be read', () => {
  test('cells and lines are counted by column, and their values are nowhere', async () => {
    const random = seededRandom(1);
    const line = (data: string, encoding = 'CSV'): string =>
      JSON.stringify({
        captureData: { endpointInput: { data, encoding } },
        eventMetadata: { eventId: String(random.next()), inferenceTime: timeOf(1) },
      });
    const lines = [
      line('1,2,3,north'),
      line('heavy,1_000,,?'),
      line('Infinity,0x1F,1e5,NA'),
      line('1,2'),
      line('[1,2,3]', 'JSON'),
      line('{"age": {"years": 3}, "creatinine": true}', 'JSON'),
      line('{"age": 1', 'JSON'),
    ];
    writeFileSync(file('bad.jsonl'), lines.join('\n'));
    const source = fileSource('sagemaker-capture', [file('bad.jsonl')]);
    const counted = await counter.count({ source, columns: features, span }, pivots);
    expect([counted.rows, counted.unreadableRows]).toEqual([4, 3]);
    const { unreadable, profiles } = tableFromCounts(features, pivots, counted.bins);
    expect(unreadable).toEqual([
      { column: 'age', cells: 3 },
      { column: 'creatinine', cells: 3 },
    ]);
    expect(profiles.map(({ values }) => [values.n, values.missing])).toEqual([
      [1, 3],
      [1, 3],
      [2, 2],
      [1, 3],
    ]);
  });

  test('a file that is not there or no table is told without a line of it', async () => {
    const count = (source: ReturnType<typeof fileSource>) =>
      counter.count({ source, columns: features }, pivots);
    await expect(count(fileSource('csv', [file('none.csv')]))).rejects.toThrow(/DuckDB could not read/);
    writeFileSync(file('other.csv'), 'name,weight\nJane Doe,777\n');
    const failed = count(fileSource('csv', [file('other.csv')]));
    await expect(failed).rejects.toThrow(/could not read.*age/);
    await expect(failed).rejects.not.toThrow(/Jane|777/);
    writeFileSync(file('broken.parquet'), 'PAR1 Jane Doe');
    await expect(count(fileSource('parquet', [file('broken.parquet')]))).rejects.not.toThrow(/Jane/);
  });
});

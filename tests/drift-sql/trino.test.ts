import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pivotsOf, tableFromCounts } from '../../domain/drift/counted.ts';
import { binKey, binLower } from '../../domain/drift/float-bin.ts';
import { assessDrift, createBaseline, summarizeWindow } from '../../domain/drift/index.ts';
import { AthenaCounter } from '../../pipelines/containers/drift/count/athena.ts';
import type { Counter } from '../../pipelines/containers/drift/count/counter.ts';
import { DuckDbCounter } from '../../pipelines/containers/drift/count/duckdb.ts';
import { quoteText, trino as dialect } from '../../pipelines/containers/drift/sql/dialect.ts';
import type { RowSource } from '../../pipelines/containers/drift/sql/source.ts';
import { trinoOrSkip, type Trino } from '../support/trino.ts';
import { scriptedAthena } from './athena-double.ts';
import { awkwardDoubles, bitsOf } from './doubles.ts';
import { reportBy } from './report-by.ts';
import {
  features,
  modelkeepLines,
  rowsOf,
  sageMakerLines,
  tableOf,
  timeOf,
  upToRounding,
} from './traffic.ts';

/** The very SQL that Athena gets, on Trino, the engine that Athena is made of. */
let trino: Trino | undefined;
let athena: Counter;
beforeAll(async () => {
  trino = await trinoOrSkip();
  if (!trino) return;
  const { rows } = trino;
  athena = new AthenaCounter(scriptedAthena(rows), {
    database: 'default',
    workgroup: 'primary',
    timeoutSeconds: 60,
    wait: async () => undefined,
  });
}, 150_000);
afterAll(() => trino?.stop());

/** Where no JDK can run Trino, the suite has said so, and its tests hold nothing. */
const onTrino = (name: string, body: (rows: Trino['rows']) => Promise<void>): void => {
  test(
    name,
    async () => {
      if (trino) await body(trino.rows);
    },
    120_000,
  );
};

/** A table in memory from JSON. `columns` are expressions over the fields of the items. */
async function makeTable(
  rows: Trino['rows'],
  table: string,
  items: readonly unknown[],
  fields: string,
  columns: string,
): Promise<void> {
  const names = fields.split(',').map((field) => field.trim().split(' ')[0]);
  for (let at = 0; at < items.length; at += 2_000) {
    const json = quoteText(JSON.stringify(items.slice(at, at + 2_000)));
    const select = `SELECT ${columns} FROM UNNEST(CAST(json_parse(${json}) AS ARRAY(ROW(${fields})))) AS item(${names.join(', ')})`;
    await rows(at === 0 ? `CREATE TABLE ${table} AS ${select}` : `INSERT INTO ${table} ${select}`);
  }
}

onTrino(
  '50,000 doubles, subnormals and both zeros among them: every bin is the engine’s own',
  async (rows) => {
    const doubles = [...awkwardDoubles(50_000)].filter((value) => Number.isFinite(value));
    const x = 'from_ieee754_64(to_big_endian_64(b))';
    let wrong = 0;
    for (let at = 0; at < doubles.length; at += 10_000) {
      const part = doubles.slice(at, at + 10_000);
      const bits = part.map((value) => [Number(bitsOf(value) >> 32n), Number(bitsOf(value) & 0xffffffffn)]);
      const got = await rows(
        `SELECT ${dialect.binKey(x)} FROM (SELECT bitwise_or(bitwise_left_shift(hi, 32), lo) AS b FROM UNNEST(CAST(json_parse('${JSON.stringify(bits)}') AS ARRAY(ROW(hi bigint, lo bigint)))) WITH ORDINALITY AS p(hi, lo, nth) ORDER BY nth)`,
      );
      expect(got).toHaveLength(part.length);
      wrong += part.filter((value, i) => got[i]?.[0] !== binKey(value)).length;
    }
    expect(wrong).toBe(0);
    // And back: the lower edge of a bin, as the notes on Trino have it.
    const keys = [0, 1, 262_144, 300_000, -1, -262_144, -300_000];
    const edges = await rows(
      `SELECT ${keys.map((key) => `from_ieee754_64(to_big_endian_64(bitwise_left_shift(if(${key} < 0, bitwise_xor(${key}, 524287), ${key}), 44)))`).join(', ')}`,
    );
    keys.forEach((key, i) => {
      if (key >= 0) expect(edges[0]?.[i]).toBe(binLower(key));
    });
  },
);

describe('a window of captured data', () => {
  const baseline = createBaseline(tableOf(rowsOf(3000, 1)), {
    columns: features,
    createdAt: '2026-01-01T00:00:00.000Z',
    source: 'made up',
  });
  const pivots = pivotsOf(baseline.columns);
  /** More than the sample of whole rows holds, so that both engines have to choose the same. */
  const all = rowsOf(5_000, 2, 0.4);
  const few = all.slice(0, 2_000);
  const span = (count: number) => ({ id: 'w', from: timeOf(0), to: timeOf(count) });
  const lines = sageMakerLines([...all, ...rowsOf(200, 3)]).map((line) => {
    const { captureData, eventMetadata } = JSON.parse(line) as {
      captureData: { endpointInput: { data: string; encoding: string } };
      eventMetadata: { eventId: string; inferenceTime: string };
    };
    const { data, encoding } = captureData.endpointInput;
    return [data, encoding, eventMetadata.eventId, eventMetadata.inferenceTime] as const;
  });
  const predictions = modelkeepLines(all).map((line) => {
    const { id, createdAt, features: values } = JSON.parse(line) as Record<string, unknown>;
    return [id, createdAt, JSON.stringify(values)];
  });
  const sources: [string, RowSource][] = [
    ['SageMaker’s capture', { kind: 'sagemaker-capture', relation: 'captured', hourColumn: 'capture_hour' }],
    ['our own capture', { kind: 'modelkeep-capture', relation: 'predictions', modelVersion: 3 }],
    ['a table of columns', { kind: 'table', relation: 'plain', typed: true, timeColumn: 'made' }],
  ];

  beforeAll(async () => {
    if (!trino) return;
    const { rows } = trino;
    await makeTable(
      rows,
      'captured',
      lines,
      'd varchar, e varchar, i varchar, t varchar',
      `CAST(ROW(ROW(d, e)) AS ROW(endpointInput ROW(data varchar, encoding varchar))) AS captureData, CAST(ROW(i, t) AS ROW(eventId varchar, inferenceTime varchar)) AS eventMetadata, replace(replace(substr(t, 1, 13), '-', '/'), 'T', '/') AS capture_hour`,
    );
    await makeTable(
      rows,
      'predictions',
      predictions,
      'id varchar, t varchar, f varchar',
      'id, t AS createdAt, 3 AS modelVersion, f AS features',
    );
    await makeTable(
      rows,
      'plain',
      all.map((row, i) => [timeOf(i).slice(0, 19).replace('T', ' '), ...Object.values(row)]),
      'm varchar, age double, creatinine double, gain double, site varchar',
      'CAST(m AS timestamp) AS made, age, creatinine, gain, site',
    );
  }, 120_000);

  test.each(sources)(
    '%s: bins and categories are the engine’s own, and the report is the same',
    async (_, source) => {
      if (!trino) return;
      const counted = await athena.count({ source, columns: features, span: span(2_000) }, pivots);
      const { profiles, unreadable } = tableFromCounts(features, pivots, counted.bins);
      expect([counted.rows, counted.unreadableRows, unreadable]).toEqual([2_000, 0, []]);
      const own = summarizeWindow(baseline, tableOf(few), span(2_000));
      profiles.forEach(({ values }, i) => {
        const expected = own.columns[i]!.values;
        const exactly = (one: typeof values) => (one.kind === 'numeric' ? { ...one, sum: 0, m2: 0 } : one);
        expect(exactly(values)).toEqual(exactly(expected));
      });
      const report = await reportBy(athena, baseline, { source, columns: features, span: span(2_000) });
      expect(upToRounding(report)).toEqual(upToRounding(assessDrift({ baseline, window: own })));
    },
  );

  onTrino(
    'of more rows than are looked at whole: DuckDB and Trino choose the same, and say the same',
    async () => {
      const counter = await DuckDbCounter.open({ memoryMiB: 256, threads: 2 });
      try {
        await counter.rows(
          `CREATE TABLE captured AS SELECT {endpointInput: {data: v[1], encoding: v[2]}} AS captureData, {eventId: v[3], inferenceTime: v[4]} AS eventMetadata FROM (SELECT unnest(CAST(CAST(${quoteText(JSON.stringify(lines))} AS JSON) AS VARCHAR[][])) AS v)`,
        );
        const source = { kind: 'sagemaker-capture', relation: 'captured' } as const;
        const asked = { source, columns: features, span: span(4_998) };
        const places = [0, 1, 2];
        expect(await athena.sample(asked, places, 100)).toEqual(await counter.sample(asked, places, 100));
        const plain = { kind: 'table', relation: 'plain', typed: true } as const;
        const values = all.map((row) =>
          Object.values(row).map((value) => (value === null ? null : String(value))),
        );
        await counter.rows(
          `CREATE TABLE plain AS SELECT CAST(v[1] AS DOUBLE) AS age, CAST(v[2] AS DOUBLE) AS creatinine, CAST(v[3] AS DOUBLE) AS gain, v[4] AS site FROM (SELECT unnest(CAST(CAST(${quoteText(JSON.stringify(values))} AS JSON) AS VARCHAR[][])) AS v)`,
        );
        const rowsOfPlain = { source: plain, columns: features };
        expect(await athena.sample(rowsOfPlain, places, 100)).toEqual(
          await counter.sample(rowsOfPlain, places, 100),
        );
        const reports = [await reportBy(athena, baseline, asked), await reportBy(counter, baseline, asked)];
        expect(reports[0]?.window.rows).toBe(4_998);
        expect(upToRounding(reports[0]!)).toEqual(upToRounding(reports[1]!));
      } finally {
        counter.close();
      }
    },
  );

  onTrino('more features than an array constructor takes', async (rows) => {
    const many = Array.from({ length: 600 }, (_, i) => ({ name: `f${i}`, kind: 'numeric' as const }));
    const values = many.map((_, i) => i);
    const bodies = [values.join(','), JSON.stringify(Object.fromEntries(values.map((i) => [`f${i}`, i])))];
    await makeTable(
      rows,
      'wide',
      bodies.map((data, i) => [data, 'CSV', `e${i}`, timeOf(i)]),
      'd varchar, e varchar, i varchar, t varchar',
      `CAST(ROW(ROW(d, e)) AS ROW(endpointInput ROW(data varchar, encoding varchar))) AS captureData, CAST(ROW(i, t) AS ROW(eventId varchar, inferenceTime varchar)) AS eventMetadata`,
    );
    const source = { kind: 'sagemaker-capture', relation: 'wide' } as const;
    const counted = await athena.count({ source, columns: many, span: span(60) }, values);
    expect([counted.rows, counted.unreadableRows]).toEqual([2, 0]);
    const { profiles } = tableFromCounts(many, values, counted.bins);
    expect(profiles.map(({ values: { n, ...rest } }) => [n, 'min' in rest && rest.min])).toEqual(
      values.map((i) => [2, i]),
    );
  });

  onTrino('what cannot be read is counted as DuckDB counts it', async (rows) => {
    const bad = [
      '1,2,3,north',
      'heavy,1_000,,?',
      'Infinity,0x1F,1e5,NA',
      '1d,0x1p3,1e400,None',
      '1,2',
      '[1,2,3]',
      '{"age": {"years": 3}, "creatinine": true}',
      '{"age": 1',
      '{"features": [1, null, "2.5", "a \\"b\\""]}\n{"age": "7", "site": 5}',
      '{"instances": []}',
      '',
    ].map((data, i) => [data, 'CSV', `e${i}`, timeOf(i)]);
    await makeTable(
      rows,
      'bad',
      bad,
      'd varchar, e varchar, i varchar, t varchar',
      `CAST(ROW(ROW(d, e)) AS ROW(endpointInput ROW(data varchar, encoding varchar))) AS captureData, CAST(ROW(i, t) AS ROW(eventId varchar, inferenceTime varchar)) AS eventMetadata`,
    );
    const counter = await DuckDbCounter.open({ memoryMiB: 256, threads: 2 });
    try {
      await counter.rows(
        `CREATE TABLE bad AS SELECT {endpointInput: {data: v[1], encoding: v[2]}} AS captureData, {eventId: v[3], inferenceTime: v[4]} AS eventMetadata FROM (SELECT unnest(CAST(CAST(${quoteText(JSON.stringify(bad))} AS JSON) AS VARCHAR[][])) AS v)`,
      );
      const asked = {
        source: { kind: 'sagemaker-capture', relation: 'bad' } as const,
        columns: features,
        span: span(60),
      };
      const sorted = ({ bins, ...rest }: Awaited<ReturnType<Counter['count']>>) => ({
        ...rest,
        bins: bins.map((bin) => JSON.stringify(bin)).sort(),
      });
      expect(sorted(await athena.count(asked, pivots))).toEqual(sorted(await counter.count(asked, pivots)));
    } finally {
      counter.close();
    }
  });
});

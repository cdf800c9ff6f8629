import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { qualityRecordSchema } from '../../domain/monitoring/quality-records.ts';
import { qualityOf } from '../../domain/monitoring/quality.ts';
import { seededRandom } from '../../domain/numeric/random.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { runWatch } from '../../pipelines/containers/drift/run.ts';
import { readSettings } from '../../pipelines/containers/drift/settings.ts';
import { timeOf } from './traffic.ts';
import { kidneyFailure } from './use-case.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-quality-'));
const at = (...names: string[]): string => path.join(folder, ...names);
const now = new Date('2026-01-02T00:00:00Z');

interface Case {
  readonly site: string;
  readonly prediction: 0 | 1;
  readonly probability: number;
  readonly diagnosis: 0 | 1;
}

/** Right in `accuracy` of the cases; the south is told no more often than it should be. */
function casesOf(count: number, accuracy: number, seed: number): Case[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const site = random.next() < 0.5 ? 'north' : "o'hara";
    const diagnosis = random.next() < 0.4 ? 1 : 0;
    const missed = site === "o'hara" && diagnosis === 1 && random.next() < 0.5;
    const prediction = missed || random.next() > accuracy ? (diagnosis === 1 ? 0 : 1) : diagnosis;
    const certainty = 0.5 + random.next() / 2;
    return { site, diagnosis, prediction, probability: prediction === 1 ? certainty : 1 - certainty };
  });
}

/** Captured as an endpoint does, in CSV and JSON; diagnoses as SageMaker wants them, some under the inference id. */
function capture(name: string, cases: readonly Case[], answered = cases.length): void {
  const event = (i: number) => ({
    eventId: `e-${name}-${i}`,
    ...(i % 2 === 0 ? { inferenceId: `i-${name}-${i}` } : {}),
    inferenceTime: timeOf(i),
  });
  const captured = cases.map(({ site, prediction, probability }, i) => {
    const json = i % 3 === 0;
    const output = json
      ? JSON.stringify({ predictions: [{ prediction, label: 'x', probability }], model: {} })
      : `${prediction},${probability}\n`;
    const input = json
      ? JSON.stringify({ features: { site, age: 1, creatinine: 2, gain: 3 } })
      : `1,2,3,${site}`;
    const side = (data: string) => ({ data, encoding: json ? 'JSON' : 'CSV' });
    return {
      captureData: { endpointInput: side(input), endpointOutput: side(output) },
      eventMetadata: event(i),
    };
  });
  const truth = cases.slice(0, answered).map(({ diagnosis }, i) => ({
    groundTruthData: { data: ['no', 'yes', '0', '1'][diagnosis + (i % 5 === 0 ? 2 : 0)], encoding: 'CSV' },
    eventMetadata: { eventId: event(i).inferenceId ?? event(i).eventId },
  }));
  const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
  mkdirSync(at(name, 'capture/2026/01/01/00'), { recursive: true });
  mkdirSync(at(name, 'truth'), { recursive: true });
  writeFileSync(at(name, 'capture/2026/01/01/00/a.jsonl'), lines(captured));
  writeFileSync(at(name, 'truth/a.jsonl'), lines(truth));
}

const run = (name: string, environment: Readonly<Record<string, string>>) =>
  runWatch(
    readSettings({
      SPECIFICATION_URI: at('usecase.json'),
      CAPTURE_URI: at(name, 'capture'),
      TRUTH_URI: at(name, 'truth'),
      MONITORING_URI: at(name, 'monitoring'),
      MODEL_VERSION: '3',
      REGISTERED_METRICS: '{"accuracy": 0.9}',
      WINDOW_FROM: '2026-01-01T00:00:00Z',
      WINDOW_TO: '2026-01-01T06:00:00Z',
      MEMORY_MIB: '256',
      ...environment,
    }),
    now,
  );
const written = (name: string, key: unknown): unknown =>
  JSON.parse(readFileSync(at(name, 'monitoring', String(key)), 'utf8'));

const said: string[] = [];
beforeAll(() => {
  writeFileSync(
    at('usecase.json'),
    JSON.stringify({
      ...kidneyFailure,
      data: { ...kidneyFailure.data, subgroupColumns: ['site', 'insurance'] },
      gate: { ...kidneyFailure.gate, subgroups: [{ metric: 'recall', atLeast: 0.7, minimumRows: 30 }] },
    }),
  );
});
beforeEach(() => {
  said.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('model quality from confirmed diagnoses', () => {
  test('is the engine’s own of the joined rows; a drop raises the event once', async () => {
    const cases = casesOf(400, 0.8, 1);
    capture('bad', cases, 300);
    const outcome = await run('bad', { MODE: 'quality' });
    const own = qualityOf(cases.slice(0, 300));
    expect(outcome).toMatchObject({
      status: 'judged',
      rows: 400,
      labels: 300,
      degraded: true,
      raised: true,
      unreadable: 0,
    });
    const record = parseWith(qualityRecordSchema, written('bad', outcome['reportKey']), 'record');
    expect(record.confusion).toEqual(own.confusion);
    expect(record.metrics['accuracy']).toBe(own.accuracy);
    expect(record.metrics['rocAuc']).toBeCloseTo(own.rocAuc ?? 0, 12);
    expect(record.dropPoints).toBeCloseTo(100 * (0.9 - (own.accuracy ?? 0)), 3);
    const log = said.join('');
    expect(log).toContain(`metric AccuracyDropPoints=${record.dropPoints}\n`);
    expect(log).toMatch(/^event .*"detailType":"Model Quality Degraded".*"accuracyBefore":0.9/m);
    expect(await run('bad', { MODE: 'quality' })).toMatchObject({ status: 'judged-before' });
  });

  test('as good as registered raises nothing; too few diagnoses wait; without the registered accuracy it says so', async () => {
    const good = casesOf(200, 1, 2).map((one) => ({
      ...one,
      prediction: one.diagnosis,
      probability: one.diagnosis,
    }));
    capture('good', good);
    expect(await run('good', { MODE: 'quality' })).toMatchObject({
      degraded: false,
      raised: false,
      dropPoints: -10,
    });
    expect(said.join('')).not.toContain('event ');
    capture('few', good, 20);
    expect(await run('few', { MODE: 'quality' })).toMatchObject({
      status: 'waiting',
      labels: 20,
      requiredLabels: 50,
    });
    await expect(
      run('good', { MODE: 'quality', REGISTERED_METRICS: '', MODEL_VERSION: '4' }),
    ).rejects.toThrow(/version 4 of kidney-failure: no accuracy in REGISTERED_METRICS/);
  });

  test('answers and diagnoses that cannot be read are counted and left out', async () => {
    const lines = ['1,0.75', '2,0.5', '1', '{"predictions":[]}', '{"predictions"', '0,7'].map((data, i) => ({
      captureData: { endpointInput: { data: '1,2,3,north' }, endpointOutput: { data } },
      eventMetadata: { eventId: `e${i}`, inferenceTime: timeOf(i) },
    }));
    const truth = { groundTruthData: { data: 'perhaps' }, eventMetadata: { eventId: 'e0' } };
    mkdirSync(at('odd/capture'), { recursive: true });
    mkdirSync(at('odd/truth'), { recursive: true });
    writeFileSync(at('odd/capture/a.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    writeFileSync(at('odd/truth/a.jsonl'), JSON.stringify(truth));
    expect(await run('odd', { MODE: 'quality' })).toMatchObject({ status: 'waiting', labels: 0 });
  });

  test('our own capture carries its diagnoses; other versions are left out', async () => {
    const cases = casesOf(150, 0.9, 5);
    const lines = cases.map((one, i) => {
      const features = { age: 1, creatinine: 2, gain: 3, site: one.site };
      const { prediction, probability, diagnosis } = one;
      const said = { prediction, probability, features, id: `p${i}`, createdAt: timeOf(i) };
      return JSON.stringify({ ...said, modelVersion: i < 100 ? 3 : 2, ...(i < 80 ? { diagnosis } : {}) });
    });
    mkdirSync(at('own/capture'), { recursive: true });
    writeFileSync(at('own/capture/a.jsonl'), lines.join('\n'));
    const outcome = await run('own', { MODE: 'quality', CAPTURE_FORMAT: 'modelkeep-capture', TRUTH_URI: '' });
    expect(outcome).toMatchObject({
      rows: 100,
      labels: 80,
      confusion: qualityOf(cases.slice(0, 80)).confusion,
    });
  });
});

describe('bias by subgroup', () => {
  test('shows the group that is missed, its gap, and the floor that it is under', async () => {
    const cases = casesOf(600, 0.95, 3);
    capture('bias', cases);
    const outcome = await run('bias', { MODE: 'bias' });
    const of = (site: string) => cases.filter((one) => one.site === site);
    const recall = (site: string) => qualityOf(of(site)).recall ?? 0;
    const rate = (site: string) =>
      of(site).filter(({ prediction }) => prediction === 1).length / of(site).length;
    expect(outcome).toMatchObject({
      status: 'judged',
      rows: 600,
      notCaptured: ['insurance'],
      belowFloor: [{ column: 'site', group: "o'hara", metric: 'recall', atLeast: 0.7 }],
    });
    const [column] = (written('bias', outcome['reportKey']) as { columns: Record<string, unknown>[] })
      .columns;
    expect(column).toMatchObject({ column: 'site', recallGap: recall('north') - recall("o'hara") });
    expect(column?.['selectionRateGap']).toBeCloseTo(rate('north') - rate("o'hara"), 12);
    expect(column?.['disparateImpact']).toBeCloseTo(rate("o'hara") / rate('north'), 12);
    expect(said.join('')).toMatch(/^metric RecallGap=0\.\d+$/m);
    expect(said.join('')).toContain('metric GroupsBelowFloor=1\n');
  });

  test('needs no diagnosis to compare how often groups are called positive', async () => {
    capture('unanswered', casesOf(200, 0.95, 4), 0);
    const outcome = await run('unanswered', { MODE: 'bias' });
    expect(outcome).toMatchObject({ status: 'judged', columns: [{ recallGap: null }], belowFloor: [] });
    await expect(run('unanswered', { MODE: 'bias', CAPTURE_FORMAT: 'csv' })).rejects.toThrow(
      /CAPTURE_FORMAT: got "csv"/,
    );
  });
});

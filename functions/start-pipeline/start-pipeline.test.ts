import { beforeEach, describe, expect, test } from '@jest/globals';
import { datasetFiles, type IngestedDataset } from '../../domain/dataset/ingested.ts';
import { csvRecords, readSnapshot, readTraffic } from '../../domain/dataset/read-snapshot.ts';
import { makeSnapshot, snapshotHash } from '../../domain/dataset/snapshot.ts';
import { selectLabelled } from '../../domain/dataset/labelled.ts';
import type { TrainingRequest } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { toJson } from '../../domain/records/typed.ts';
import { ArtifactError, StaleGenerationError } from '../../domain/retraining/errors.ts';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { baseKeys, countNewRows } from '../../domain/retraining/training-rows.ts';
import type { Trigger } from '../../domain/retraining/trigger.ts';
import { predictionRecord } from '../../domain/serving/captured.ts';
import { featuresOf, wisconsin, World } from '../../tests/support/world.ts';
import { checkDataAvailability } from '../check-data-availability/check-data-availability.ts';
import { startPipeline, type StartPipelinePorts } from './start-pipeline.ts';

const useCase = 'breast-cancer';
let world: World;
let requests: TrainingRequest[];
const rows = (from: number, to: number) =>
  selectLabelled(
    wisconsin,
    Array.from({ length: to - from }, (_, i) => from + i),
  );

beforeEach(async () => {
  world = new World();
  requests = [];
  const base = makeSnapshot(rows(0, 100), world.useCase.data).csv;
  await world.objects.put(baseKeys.data(useCase), base);
  await world.objects.put(baseKeys.hash(useCase), snapshotHash(base));
  const { write } = acquireLockWrite(await readLock(world.records, useCase), 'e', world.clock.now());
  await world.records.write([write]);
});

const ports = (): StartPipelinePorts => {
  const { records, objects, clock, useCases } = world;
  const pipelines = {
    start: async (request: TrainingRequest) => {
      requests.push(request);
      return { pipelineExecutionId: `p-${request.executionName}` };
    },
    describe: async () => ({ status: 'Executing' as const }),
    stop: async () => undefined,
  };
  return { records, objects, clock, useCases, pipelines, codeVersion: 'abc' };
};
const start = (trigger: Partial<Trigger> = {}, executionName = 'e') =>
  startPipeline(ports(), {
    executionName,
    useCase,
    generation: 1,
    trigger: {
      useCase,
      reason: 'manual',
      cause: 'c',
      requestedAt: 't',
      explanation: 'x'.repeat(500),
      ...trigger,
    },
  });

async function predict(row: number, confirmed: boolean): Promise<void> {
  world.clock.advance(1);
  const id = world.ids.next();
  const createdAt = world.clock.now().toISOString();
  const names = world.useCase.data.features.map(({ name }) => name);
  const record = predictionRecord({
    id,
    useCase,
    createdAt,
    modelVersion: 1,
    features: Object.fromEntries(featuresOf(row).map((value, i) => [names[i]!, value])),
    prediction: 0,
    label: '',
    probability: 0.1,
    confidence: 0.9,
    status: confirmed ? 'Confirmed' : 'Pending Validation',
    ...(confirmed ? { diagnosis: 1, confirmedAt: createdAt, confirmedBy: 'ada' } : {}),
  });
  await world.records.write([{ op: 'put', record, condition: 'absent' }]);
}

async function ingest(datasetId: string, from: number, to: number): Promise<void> {
  const csv = makeSnapshot(rows(from, to), world.useCase.data).csv;
  const csvKey = datasetFiles.accepted(useCase, datasetId);
  await world.objects.put(csvKey, csv);
  const dataset: IngestedDataset = {
    useCase,
    datasetId,
    status: 'Accepted',
    contentHash: 'h',
    createdBy: 'ada',
    ingestedAt: world.clock.now().toISOString(),
    csvKey,
    csvHash: snapshotHash(csv),
    rows: { read: to - from, accepted: to - from, quarantined: 0 },
    report: [],
  };
  await world.records.write([
    {
      op: 'put',
      record: { ...keys.dataset(useCase, datasetId), data: toJson(dataset) },
      condition: 'absent',
    },
  ]);
}

const snapshotOf = async (key: string) =>
  readSnapshot((await world.objects.get(key))!.body, world.useCase.data, key);

describe('startPipeline', () => {
  test('learns from base, datasets and confirmed predictions; unconfirmed ones have no outcome', async () => {
    await ingest('d1', 100, 110);
    for (let row = 110; row < 115; row += 1) await predict(row, true);
    await predict(115, false);
    const result = await start();
    expect(result).toMatchObject({ rows: 115, trafficKey: null, outputPrefix: 'executions/e/' });
    const snapshot = await snapshotOf(result.snapshotKey);
    expect(snapshot.labels.slice(0, 110)).toEqual(wisconsin.labels.slice(0, 110));
    expect([...snapshot.labels.slice(110)]).toEqual([1, 1, 1, 1, 1]);
    expect(result.snapshotHash).toBe(snapshotHash((await world.objects.get(result.snapshotKey))!.body));
  });

  test('delivered again, also before its note, it sees the same rows though others came meanwhile', async () => {
    let crash = true;
    world.records.beforeWrite = () => {
      if (crash) throw new Error('killed');
    };
    await expect(start()).rejects.toThrow('killed');
    crash = false;
    await predict(120, true);
    const again = await start();
    expect(again.rows).toBe(100);
    expect(requests[0]).toEqual(requests[1]);
    expect(await start()).toEqual(again);
    expect(requests).toHaveLength(2);
  });

  test('the parameters fit a SageMaker parameter and carry what made them', async () => {
    await start({ reason: 'drift', requestedBy: 'b'.repeat(60), cause: 'c'.repeat(200) });
    const { parameters } = requests[0]!;
    expect(JSON.stringify(parameters).length).toBeLessThan(1024);
    expect(parameters).toMatchObject({
      C: 0.5,
      seed: 7,
      codeVersion: 'abc',
      planKey: 'executions/e/training.json',
      trigger: { reason: 'drift' },
    });
  });

  test('who lost the lock starts nothing', async () => {
    await expect(start({}, 'other')).rejects.toThrow(StaleGenerationError);
    expect(requests).toEqual([]);
  });

  test.each([
    ['gone', async () => world.objects.delete('datasets/breast-cancer/d1.csv'), /rows of dataset d1/],
    ['changed', async () => world.objects.put('datasets/breast-cancer/d1.csv', 'x'), /got SHA-256/],
  ])('a dataset that is %s is an ArtifactError', async (_, damage, message) => {
    await ingest('d1', 100, 110);
    await damage();
    await expect(start()).rejects.toThrow(ArtifactError);
    await expect(start()).rejects.toThrow(message);
  });
});

describe('the traffic that a version is made for', () => {
  const report = (columns: object[]) => ({
    window: { id: 'w3', from: '2026-01-05T08:10:00.000Z', to: '2026-01-05T08:12:00.000Z', rows: 60 },
    previousWindow: { id: 'w2', from: '2026-01-05T08:05:00.000Z', to: '2026-01-05T08:10:00.000Z' },
    columns,
  });
  const since = { id: 'w2', from: '2026-01-05T08:05:00.000Z', to: '2026-01-05T08:10:00.000Z' };

  /** 100 predictions before the drift began, 80 since. */
  async function drifted(): Promise<void> {
    for (let row = 0; row < 100; row += 1) await predict(row, false);
    world.clock.advance(300 - 100);
    for (let row = 100; row < 180; row += 1) await predict(row, false);
    await world.objects.put(
      'drift/r.json',
      JSON.stringify(
        report([
          { flagged: true, since },
          { flagged: false, since: { ...since, from: '2026-01-01T00:00:00.000Z' } },
        ]),
      ),
    );
  }

  test('after a drift: what was captured since it began', async () => {
    await drifted();
    const { trafficKey } = await start({ reason: 'drift', driftReportKey: 'drift/r.json' });
    expect(trafficKey).toBe('executions/e/traffic.csv');
    const traffic = readTraffic((await world.objects.get(trafficKey!))!.body, world.useCase.data, 'traffic');
    expect(traffic.rowCount).toBe(80);
    const [first] = traffic.columns;
    expect(first?.values[0]).toBe(featuresOf(100)[0]);
    expect(requests[0]!.parameters).toMatchObject({ trafficKey });
  });

  test('without a drift: what the version in service was made for', async () => {
    await drifted();
    await world.objects.put('executions/before/traffic.csv', 'x');
    await world.serve(1, { trafficKey: 'executions/before/traffic.csv' });
    expect(await start()).toMatchObject({ trafficKey: 'executions/before/traffic.csv' });
  });

  test.each([
    ['too few rows', 'drift/few.json'],
    ['no report', 'drift/none.json'],
  ])('the snapshot itself where there is neither: %s', async (_, driftReportKey) => {
    for (let row = 0; row < 20; row += 1) await predict(row, false);
    await world.objects.put('drift/few.json', JSON.stringify(report([{ flagged: true }])));
    expect(await start({ reason: 'drift', driftReportKey })).toMatchObject({ trafficKey: null });
  });
});

describe('checkDataAvailability', () => {
  const check = () =>
    checkDataAvailability(world, {
      executionName: 'e',
      useCase,
      trigger: { useCase, reason: 'schedule', cause: 'c', requestedAt: 't' },
    });

  test('the first version needs the base table alone', async () => {
    expect(await check()).toMatchObject({ enough: true, newRows: 100, requiredNewRows: 0 });
  });

  test('later ones need rows whose outcome became known since the snapshot, whatever their number before', async () => {
    for (let row = 100; row < 160; row += 1) await predict(row, true);
    await ingest('old', 160, 200);
    await world.serve(1, { snapshotAt: world.clock.now().toISOString() });
    expect(await check()).toMatchObject({ enough: false, newRows: 0 });
    world.clock.advance(1);
    await ingest('new', 200, 249);
    expect(await check()).toMatchObject({ enough: false, newRows: 49 });
    await predict(250, true);
    expect(await check()).toMatchObject({
      enough: true,
      newRows: 50,
      reason: expect.stringContaining('50 new rows'),
    });
  });

  test('counts past a page', async () => {
    const at = world.clock.now().toISOString();
    for (let row = 0; row < 1100; row += 1) await predict(row % 569, true);
    expect(await countNewRows(world.records, useCase, at)).toEqual({ confirmed: 1100, ingested: 0 });
  });

  test.each([
    ['gone', async () => world.objects.delete(baseKeys.data(useCase)), /expected the base table/],
    ['without its hash', async () => world.objects.delete(baseKeys.hash(useCase)), /data\.sha256/],
    ['changed', async () => world.objects.put(baseKeys.data(useCase), 'x'), /got SHA-256/],
  ])('a base table that is %s is an ArtifactError', async (_, damage, message) => {
    await damage();
    await expect(check()).rejects.toThrow(ArtifactError);
    await expect(check()).rejects.toThrow(message);
  });

  test('a table as people export it, with identifiers and odd rows, counts its clean rows', async () => {
    const [header = [], ...lines] = csvRecords(makeSnapshot(rows(0, 10), world.useCase.data).csv);
    const body = [['id', ...header], ...lines.map((line, i) => [String(i), ...line])];
    body[3] = body[3]!.with(1, 'broken');
    const csv = `${body.map((line) => line.join(',')).join('\r\n')}\r\n`;
    await world.objects.put(baseKeys.data(useCase), csv);
    await world.objects.put(baseKeys.hash(useCase), `${snapshotHash(csv).toUpperCase()}  data.csv\n`);
    expect(await check()).toMatchObject({ newRows: 9 });
  });
});

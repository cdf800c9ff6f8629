import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { FakeClock, MemoryObjectStore } from '../../tests/support/doubles.ts';
import { wisconsin } from '../../tests/model/wisconsin.ts';
import { breastCancer as useCase } from '../../usecases/breast-cancer.ts';
import { readSnapshot } from '../dataset/read-snapshot.ts';
import { makeSnapshot } from '../dataset/snapshot.ts';
import { parseBaseline } from '../drift/index.ts';
import { evaluateModel } from '../model/compare.ts';
import { parseModel } from '../model/portable-model.ts';
import type { TrainingRequest } from '../ports.ts';
import { ArtifactError } from '../retraining/errors.ts';
import { parseWith } from '../validation/parse.ts';
import { evaluationSchema } from './evaluation.ts';
import { stableHoldout } from './holdout.ts';
import { runTraining } from './train.ts';

const snapshot = makeSnapshot(wisconsin(), useCase.data);
const request: TrainingRequest = {
  useCase: useCase.name,
  executionName: 'e1',
  snapshotKey: 'snapshots/breast-cancer/s.csv',
  snapshotHash: snapshot.hash,
  outputPrefix: 'executions/e1/',
  parameters: {},
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function trained(parameters: TrainingRequest['parameters'] = {}, extra: Record<string, string> = {}) {
  const objects = new MemoryObjectStore();
  await objects.put(request.snapshotKey, snapshot.csv);
  for (const [key, body] of Object.entries(extra)) await objects.put(key, body);
  await runTraining({ ...request, parameters }, { objects, clock: new FakeClock(), useCase });
  const read = async (name: string) => (await objects.get(`executions/e1/${name}`))!.body;
  const text = async (name: string) => new TextDecoder().decode(await read(name));
  return {
    objects,
    read,
    text,
    evaluation: parseWith(evaluationSchema, JSON.parse(await text('evaluation.json')), 'evaluation'),
  };
}

describe('runTraining', () => {
  let run: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    run = await trained();
  });

  test('writes a model of at most 12 KB, its baseline beside it, and names both by hash', async () => {
    const model = parseModel(await run.text('model.json'));
    expect((await run.read('model.json')).byteLength).toBeLessThanOrEqual(12 * 1024);
    expect(run.evaluation.modelHash).toBe(sha256(await run.read('model.json')));
    expect(model.baselineHash).toBe(sha256(await run.read('baseline.json')));
    expect(model.dataHash).toBe(snapshot.hash);
    expect(parseBaseline(JSON.parse(await run.text('baseline.json'))).rows).toBe(569);
  });

  test('the evaluation is of rows that the model has not seen, and can be done again from the files', async () => {
    const model = parseModel(await run.text('model.json'));
    const holdout = readSnapshot(
      await run.read('holdout.csv'),
      useCase.data,
      'holdout',
      run.evaluation.holdoutHash,
    );
    expect(run.evaluation.rows).toMatchObject({
      training: model.trainingRows,
      holdout: holdout.table.rowCount,
    });
    expect(model.trainingRows + holdout.table.rowCount).toBe(569);
    const again = evaluateModel(model, holdout);
    expect(again.metrics.accuracy).toBeCloseTo(run.evaluation.metrics['accuracy']!, 12);
    expect(run.evaluation.probes.map(({ row }) => again.probabilities[row])).toEqual(
      run.evaluation.probes.map((p) => p.probability),
    );
    expect(run.evaluation.metrics['accuracy']).toBeGreaterThan(0.95);
  });

  test('run again it leaves everything as it is', async () => {
    const before = await run.text('done.json');
    const clock = new FakeClock();
    clock.advance(3600);
    await runTraining(request, { objects: run.objects, clock, useCase });
    expect(await run.text('done.json')).toBe(before);
  });

  test('the baseline is the traffic that the version was made for, where there is one', async () => {
    const lines = snapshot.csv.split('\n');
    const header = lines[0]!.split(',').slice(0, 30).join(',');
    const rows = lines.slice(1, 61).map((line) => line.split(',').slice(0, 30).join(','));
    const traffic = `${[header, ...rows].join('\n')}\n`;
    const { text, evaluation } = await trained(
      { trafficKey: 'executions/e1/traffic.csv' },
      { 'executions/e1/traffic.csv': traffic },
    );
    expect(parseBaseline(JSON.parse(await text('baseline.json')))).toMatchObject({
      rows: 60,
      source: 'executions/e1/traffic.csv',
    });
    expect(evaluation.rows.baseline).toBe(60);
  });

  test('a snapshot that is missing or was changed is told as such', async () => {
    const objects = new MemoryObjectStore();
    const deps = { objects, clock: new FakeClock(), useCase };
    await expect(runTraining(request, deps)).rejects.toThrow(ArtifactError);
    await objects.put(request.snapshotKey, snapshot.csv.replace('M', 'B'));
    await expect(runTraining(request, deps)).rejects.toThrow(/got SHA-256/);
    expect(await objects.list('executions/')).toEqual([]);
  });
});

describe('stableHoldout', () => {
  const data = wisconsin();
  const lines = snapshot.csv.trimEnd().split('\n').slice(1);
  const options = { testFraction: 0.25, seed: 7 };

  test('a row that is held out stays held out when the table grows', () => {
    const all = stableHoldout(data, lines, options);
    const half = stableHoldout({ ...data, labels: data.labels.slice(0, 300) }, lines.slice(0, 300), options);
    expect(half.test).toEqual(all.test.filter((row) => row < 300));
    expect(all.test.length / 569).toBeGreaterThan(0.2);
    expect(all.test.length / 569).toBeLessThan(0.3);
  });

  test('where a class would lack on one side the split is stratified', () => {
    const few = { ...data, labels: Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0]) };
    const split = stableHoldout(few, lines.slice(0, 8), options);
    expect(split.test.some((row) => few.labels[row] === 1)).toBe(true);
  });
});

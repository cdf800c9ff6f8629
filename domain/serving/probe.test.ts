import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { networkHash, NetworkWorld } from '../../tests/support/network-world.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { keys } from '../records/keys.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import type { Evaluation } from '../training/evaluation.ts';
import { brokenVersion } from './probe.ts';

const prefix = 'executions/skin-lesion-1/';
const holdoutHash = 'e'.repeat(64);
let world: NetworkWorld;
let version: ModelVersion;

beforeEach(async () => {
  world = new NetworkWorld();
  await world.serveNetwork(1);
  const record = await world.records.get(keys.model(skinLesion.name, 1));
  version = { ...(record?.data as unknown as ModelVersion), holdoutKey: `${prefix}holdout.csv` };
  const evaluation: Evaluation = {
    schemaVersion: 1,
    useCase: skinLesion.name,
    trainedAt: version.createdAt,
    snapshotHash: version.snapshotHash,
    modelHash: version.modelHash,
    baselineHash: version.baselineHash,
    holdoutHash,
    rows: { training: 80, holdout: 10, baseline: 10 },
    metrics: {},
    confusionMatrix: { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 },
    calibration: [],
    roc: [],
    subgroups: [],
    crossValidation: { folds: 0, metrics: {} },
    probes: [{ row: 0, probability: 0.5 }],
  };
  await world.objects.put(version.evaluationKey, JSON.stringify(evaluation));
  await world.objects.put(`${prefix}holdout.csv`, 'no row of it is scored here');
});
const broken = () => brokenVersion(world.objects, version, skinLesion);

// The network of version 1 in the world of these tests is the text that its hash was taken of.
test('a network whose file is the one that its model names is well', async () => {
  await world.objects.put(`${prefix}network.onnx`, 'network 1');
  expect(networkHash(1)).toBe(createHash('sha256').update('network 1').digest('hex'));
  expect(await broken()).toBeUndefined();
});

test('a network that is another than the one trained is not deployed', async () => {
  await world.objects.put(`${prefix}network.onnx`, 'network 2');
  expect(await broken()).toBe(
    `${prefix}network.onnx has SHA-256 ${networkHash(2)}, the model names ${networkHash(1)}`,
  );
});

test('a version without its network is not deployed', async () => {
  expect(await broken()).toBe(`${prefix}network.onnx is not in the object store`);
});

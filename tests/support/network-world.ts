import { createHash } from 'node:crypto';
import { serializeModel, type ImageNetworkModel } from '../../domain/model/portable-model.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { toJson } from '../../domain/records/typed.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import type { NetworkAnswer } from '../../domain/serving/network-answer.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { World } from './world.ts';

export const networkHash = (version: number): string =>
  createHash('sha256').update(`network ${version}`).digest('hex');
const { images, features } = skinLesion.data;
const classes = [...(images?.classes.positive ?? []), ...(images?.classes.negative ?? [])];
/** Small, and no photograph: whoever is asked here looks at the first bytes only. */
export const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).toString('base64');
export const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 4]).toString('base64');

export const answerOf = (version: number, probability = 0.9): NetworkAnswer => ({
  probability,
  classes: Object.fromEntries(
    classes.map((name) => [name, name === 'mel' ? probability : (1 - probability) / (classes.length - 1)]),
  ),
  figures: Object.fromEntries(features.map(({ name }, i) => [name, i / 10])),
  networkHash: networkHash(version),
});

const modelOf = (version: number): ImageNetworkModel => ({
  schemaVersion: 1,
  kind: 'image-network',
  trainedAt: '2026-01-02T03:04:05.000Z',
  trainingRows: 100,
  dataHash: 'cd'.repeat(32),
  target: 'outcome',
  targetNames: ['benign', 'malignant'],
  decisionThreshold: 0.5,
  hyperparameters: { architecture: 'small' },
  metrics: { method: 'unseen lesions', rows: 20, positives: 8, values: { rocAuc: 0.9, accuracy: 0.88 } },
  features: features.flatMap((feature) =>
    feature.kind === 'numeric'
      ? [
          {
            name: feature.name,
            kind: feature.kind,
            unit: feature.unit,
            range: feature.range,
            mean: 0.5,
            sd: 0.1,
          },
        ]
      : [],
  ),
  classes,
  positives: 3,
  imageSize: 48,
  network: { sha256: networkHash(version), bytes: 1_000 },
  keptColumns: ['image_id', 'dx'],
});

interface Stores {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
}

/** Registers a version of the network and puts it into service. @param network another than that of answerOf. */
export async function putIntoService(
  { records, objects }: Stores,
  version: number,
  at: string,
  network = { sha256: networkHash(version), bytes: 1_000 },
): Promise<void> {
  const text = serializeModel({ ...modelOf(version), network });
  const prefix = `executions/skin-lesion-${version}/`;
  await objects.put(`${prefix}model.json`, text);
  const registered: ModelVersion = {
    useCase: skinLesion.name,
    version,
    status: 'InService',
    createdAt: at,
    executionName: `skin-lesion-${version}`,
    trigger: { useCase: skinLesion.name, reason: 'manual', cause: `c${version}`, requestedAt: at },
    modelKey: `${prefix}model.json`,
    modelHash: createHash('sha256').update(text).digest('hex'),
    evaluationKey: `${prefix}evaluation.json`,
    baselineKey: `${prefix}baseline.json`,
    baselineHash: 'b'.repeat(64),
    snapshotKey: `${prefix}snapshot.csv`,
    snapshotHash: 'a'.repeat(64),
    rows: 100,
    codeVersion: 'test',
    metrics: { accuracy: 0.88, rocAuc: 0.9 },
    championVersion: null,
    championMetrics: null,
    gateReasons: [],
    inServiceSince: at,
  };
  const before = (await records.get(keys.serving(skinLesion.name)))?.data as ServingState | undefined;
  const state: ServingState = {
    useCase: skinLesion.name,
    live: { version, modelKey: registered.modelKey, since: at },
    previous: before?.live ?? null,
    deployment: null,
    generation: version,
  };
  const put = (key: { pk: string; sk: string }, data: object) =>
    ({ op: 'put', record: { ...key, data: toJson(data) }, condition: 'any' }) as const;
  await records.write([
    put(keys.model(skinLesion.name, version), registered),
    put(keys.serving(skinLesion.name), state),
  ]);
}

/** The application of photographs alone, with a network in service. */
export class NetworkWorld extends World {
  override readonly useCases = catalogOf([skinLesion]);

  serveNetwork(version: number): Promise<void> {
    return putIntoService(this, version, this.clock.now().toISOString());
  }
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { cleanTable, type CleanTable } from '../../domain/dataset/clean.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { createBaseline } from '../../domain/drift/index.ts';
import { pseudonymOf } from '../../domain/ids/pseudonym.ts';
import { Ulids } from '../../domain/ids/ulid.ts';
import { serializeModel, type PortableModel } from '../../domain/model/portable-model.ts';
import { trainModel } from '../../domain/model/train.ts';
import { keys } from '../../domain/records/keys.ts';
import { toJson } from '../../domain/records/typed.ts';
import type { SignedUrls } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { createdAtOf, predictionRecord } from '../../domain/serving/captured.ts';
import type { Prediction } from '../../domain/serving/prediction.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { makeLogger } from '../../functions/edge/logger.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import {
  FakeClock,
  MemoryObjectStore,
  RecordingBus,
  RecordingChat,
  RecordingMetrics,
  RecordingNotifier,
} from './doubles.ts';
import { MemoryRecordStore } from './memory-records.ts';
import { ScriptedInference } from './scripted-inference.ts';

const csv = readFileSync(
  path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv'),
  'utf8',
);
const [header = [], ...records] = csvRecords(csv);

/** The Wisconsin table, cleaned: 569 rows. */
export const wisconsin: CleanTable = cleanTable(header, records, breastCancer.data);

const model: PortableModel = trainModel({
  data: wisconsin,
  spec: breastCancer.data,
  hyperparameters: breastCancer.model.hyperparameters,
  seed: breastCancer.model.seed,
  folds: 2,
  trainedAt: '2026-01-01T00:00:00.000Z',
  dataHash: 'a'.repeat(64),
}).model;

/** The features of a row of the table, in the use case's order. */
export const featuresOf = (row: number): number[] =>
  wisconsin.table.columns.map((column) => (column.kind === 'numeric' ? column.values[row]! : Number.NaN));

/** A row that the model is sure of. */
export const malignantRow = 0;
export const benignRow = 19;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** All ports in memory, one clock, nothing in service yet. */
export class World {
  readonly clock = new FakeClock();
  readonly ids = new Ulids(this.clock);
  readonly records = new MemoryRecordStore();
  readonly objects = new MemoryObjectStore();
  readonly photographs = this.objects;
  readonly inference = new ScriptedInference();
  readonly signedUrls: SignedUrls = {
    upload: async (key) => ({ url: `signed:${key}`, headers: {}, expiresAt: this.clock.now().toISOString() }),
    download: async (key) => ({ url: `signed:${key}`, expiresAt: this.clock.now().toISOString() }),
  };
  readonly downloads = this.signedUrls;
  readonly bus = new RecordingBus();
  readonly notifier = new RecordingNotifier();
  readonly metrics = new RecordingMetrics();
  readonly chat = new RecordingChat();
  readonly pseudonymizer = { pseudonym: async (id: string) => pseudonymOf('k'.repeat(32), id) };
  /** One application, so that a request need not name it. */
  readonly useCases = catalogOf([breastCancer]);
  readonly useCase = breastCancer;
  /** Log lines, for tests of what stands in none. */
  readonly logged: string[] = [];
  readonly logger = makeLogger({ write: (line: string) => void this.logged.push(line) });

  /** Puts a version into the registry with its files, and into service. */
  async serve(version: number, change: Partial<ModelVersion> = {}): Promise<ModelVersion> {
    const at = this.clock.now().toISOString();
    const text = serializeModel(model);
    const baseline = JSON.stringify(
      createBaseline(wisconsin.table, { columns: breastCancer.data.features, createdAt: at, source: 'test' }),
    );
    const prefix = `models/${breastCancer.name}/v${version}/`;
    await this.objects.put(`${prefix}model.json`, text);
    await this.objects.put(`${prefix}baseline.json`, baseline);
    const registered: ModelVersion = {
      useCase: breastCancer.name,
      version,
      status: 'InService',
      createdAt: at,
      executionName: `execution-${version}`,
      trigger: { useCase: breastCancer.name, reason: 'manual', cause: `c${version}`, requestedAt: at },
      modelKey: `${prefix}model.json`,
      modelHash: sha256(text),
      evaluationKey: `${prefix}evaluation.json`,
      baselineKey: `${prefix}baseline.json`,
      baselineHash: sha256(baseline),
      snapshotKey: `${prefix}snapshot.csv`,
      snapshotHash: 'a'.repeat(64),
      rows: 569,
      codeVersion: 'test',
      metrics: { accuracy: 0.97, rocAuc: 0.99 },
      championVersion: version > 1 ? version - 1 : null,
      championMetrics: null,
      gateReasons: [],
      inServiceSince: at,
      ...change,
    };
    const before = (await this.records.get(keys.serving(breastCancer.name)))?.data as
      ServingState | undefined;
    const state: ServingState = {
      useCase: breastCancer.name,
      live: { version, modelKey: registered.modelKey, since: at },
      previous: before?.live ?? null,
      deployment: null,
      generation: version,
    };
    await this.records.write([
      {
        op: 'put',
        record: { ...keys.model(breastCancer.name, version), data: toJson(registered) },
        condition: 'any',
      },
      { op: 'put', record: { ...keys.serving(breastCancer.name), data: toJson(state) }, condition: 'any' },
    ]);
    return registered;
  }
}

/** Captures a prediction as predict does; its id. */
export async function predictionIn(
  world: World,
  change: Partial<Prediction> & { readonly row?: number } = {},
): Promise<string> {
  const { row = 0, ...more } = change;
  const id = world.ids.next();
  const values = featuresOf(row);
  const said = more.prediction ?? 1;
  const prediction: Prediction = {
    id,
    useCase: breastCancer.name,
    createdAt: createdAtOf(id),
    modelVersion: 1,
    features: Object.fromEntries(breastCancer.data.features.map(({ name }, i) => [name, values[i]!])),
    prediction: said,
    label: said === 1 ? 'malignant' : 'benign',
    probability: said === 1 ? 0.9 : 0.1,
    confidence: 0.9,
    status: 'Pending Validation',
    patient: 'pseudonym',
    ...more,
  };
  await world.records.write([{ op: 'put', record: predictionRecord(prediction), condition: 'absent' }]);
  return id;
}

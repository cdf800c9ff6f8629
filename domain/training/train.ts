import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { selectLabelled } from '../dataset/labelled.ts';
import { readSnapshot, readTraffic } from '../dataset/read-snapshot.ts';
import { makeSnapshot } from '../dataset/snapshot.ts';
import { createBaseline } from '../drift/index.ts';
import { metricValues } from '../model/metrics.ts';
import { serializeModel } from '../model/portable-model.ts';
import { TrainingError } from '../model/errors.ts';
import { trainModel, type TrainingOptions } from '../model/train.ts';
import type { Clock, ObjectStore, TrainingRequest } from '../ports.ts';
import { ArtifactError } from '../retraining/errors.ts';
import { triggerSchema } from '../retraining/trigger.ts';
import type { UseCase } from '../usecase/schema.ts';
import { parseWith } from '../validation/parse.ts';
import { trainingFiles, type Evaluation } from './evaluation.ts';
import { onHoldout } from './on-holdout.ts';
import { stableHoldout } from './holdout.ts';

/** What start-pipeline passes beside the snapshot. */
export const trainingParametersSchema = z.object({
  /** Object key of the traffic (CSV of features) that the new version is made for; the snapshot itself without it. */
  trafficKey: z.optional(z.string()),
  trigger: z.optional(triggerSchema),
  codeVersion: z.optional(z.string()),
});

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/**
 * What the training in this process needs to know.
 * @throws TrainingError for a use case whose algorithm only a pipeline's container trains.
 */
export function linearHyperparameters({ name, model }: UseCase): TrainingOptions['hyperparameters'] {
  if (model.algorithm === 'logistic-regression') return model.hyperparameters;
  throw new TrainingError(
    `use case ${name}: got algorithm ${model.algorithm}, expected logistic-regression for a training in this process; the others are trained by the tabular container`,
  );
}

export interface TrainingDeps {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly useCase: UseCase;
}

/**
 * The training program of a light model: snapshot in, model, baseline and evaluation out, under `request.outputPrefix`.
 * Run again it finds `done.json` and leaves everything as it is.
 * @throws ArtifactError where the snapshot is missing or damaged; TrainingError, DatasetError where it cannot be learnt from.
 */
export async function runTraining(request: TrainingRequest, deps: TrainingDeps): Promise<void> {
  const { objects, clock, useCase } = deps;
  const put = (name: string, body: string) =>
    objects.put(`${request.outputPrefix}${name}`, body, {
      contentType: name.endsWith('.csv') ? 'text/csv' : 'application/json',
    });
  if (await objects.head(`${request.outputPrefix}${trainingFiles.done}`)) return;
  const parameters = parseWith(trainingParametersSchema, request.parameters, 'training parameters');
  const bytes = await bytesOf(objects, request.snapshotKey);
  const data = readSnapshot(bytes, useCase.data, request.snapshotKey, request.snapshotHash);

  const lines = makeSnapshot(data, useCase.data).csv.trimEnd().split('\n').slice(1);
  const { testFraction, seed, folds } = useCase.model;
  const hyperparameters = linearHyperparameters(useCase);
  const split = stableHoldout(data, lines, { testFraction, seed });
  const training = selectLabelled(data, split.train);
  const holdout = selectLabelled(data, split.test);

  const trainedAt = clock.now().toISOString();
  const traffic =
    parameters.trafficKey === undefined
      ? data.table
      : readTraffic(await bytesOf(objects, parameters.trafficKey), useCase.data, parameters.trafficKey);
  const baseline = JSON.stringify(
    createBaseline(traffic, {
      columns: useCase.data.features,
      createdAt: trainedAt,
      source: parameters.trafficKey ?? request.snapshotKey,
    }),
  );
  const baselineHash = sha256(baseline);
  const { model, metrics: cvMetrics } = trainModel({
    data: training,
    spec: useCase.data,
    hyperparameters,
    seed,
    folds,
    ...(training.groups ? { groups: training.groups } : {}),
    trainedAt,
    dataHash: request.snapshotHash,
    useCase: useCase.name,
    baselineHash,
    ...(parameters.codeVersion === undefined ? {} : { codeVersion: parameters.codeVersion }),
    ...(parameters.trigger === undefined ? {} : { trigger: parameters.trigger }),
  });
  const modelText = serializeModel(model);
  const holdoutCsv = makeSnapshot(holdout, useCase.data).csv;
  const evaluation: Evaluation = {
    schemaVersion: 1,
    useCase: useCase.name,
    trainedAt,
    snapshotHash: request.snapshotHash,
    modelHash: sha256(modelText),
    baselineHash,
    holdoutHash: sha256(holdoutCsv),
    rows: {
      training: training.table.rowCount,
      holdout: holdout.table.rowCount,
      baseline: traffic.rowCount,
    },
    ...onHoldout(model, holdout),
    crossValidation: { folds, metrics: metricValues(cvMetrics) },
  };
  await put(trainingFiles.model, modelText);
  await put(trainingFiles.baseline, baseline);
  await put(trainingFiles.holdout, holdoutCsv);
  await put(trainingFiles.evaluation, `${JSON.stringify(evaluation, null, 1)}\n`);
  await put(
    trainingFiles.done,
    `${JSON.stringify({ finishedAt: clock.now().toISOString(), modelHash: evaluation.modelHash })}\n`,
  );
}

async function bytesOf(objects: ObjectStore, key: string): Promise<Uint8Array> {
  const found = await objects.get(key);
  if (!found)
    throw new ArtifactError(
      `${key}: not in the object store, expected the rows to train on; start the retraining anew`,
    );
  return found.body;
}

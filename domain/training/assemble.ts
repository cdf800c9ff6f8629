import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { readSnapshot, readTraffic } from '../dataset/read-snapshot.ts';
import { makeSnapshot } from '../dataset/snapshot.ts';
import { createBaseline } from '../drift/index.ts';
import { parseModel, serializeModel } from '../model/portable-model.ts';
import type { UseCase } from '../usecase/schema.ts';
import { parseWith } from '../validation/parse.ts';
import { trainingFiles, type Evaluation } from './evaluation.ts';
import { onHoldout } from './on-holdout.ts';
import { scoredBy } from './scores.ts';
import { trainingParametersSchema } from './train.ts';

/** What a training elsewhere has left (pipelines/containers/README.md), and what it learned from. */
export interface TrainedElsewhere {
  readonly useCase: UseCase;
  readonly snapshot: Uint8Array;
  readonly snapshotHash: string;
  readonly snapshotName: string;
  readonly holdout: Uint8Array;
  /** Texts of `model.json`, `cross-validation.json` and `training-parameters.json`. */
  readonly model: string;
  readonly crossValidation: unknown;
  readonly trainingParameters: unknown;
  /** What the version is made for, where it is other traffic than the snapshot. */
  readonly traffic: Uint8Array | undefined;
  /** What the network, and the one in service, said of the held-out rows (scores.json). */
  readonly scores?: unknown;
  readonly now: Date;
}

const crossValidationSchema = z.object({ folds: z.number(), metrics: z.record(z.string(), z.number()) });
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The files of a version, as a training in this process writes them: `done.json` is to be written last.
 * @returns texts by file name.
 * @throws ArtifactError, InvalidInputError, DatasetError for what is damaged or does not belong together.
 */
export function assembleVersion(from: TrainedElsewhere): Readonly<Record<string, string>> {
  const { useCase, snapshotHash, now } = from;
  const data = readSnapshot(from.snapshot, useCase.data, from.snapshotName, snapshotHash);
  const holdout = scoredBy(
    readSnapshot(from.holdout, useCase.data, 'holdout.csv', sha256(from.holdout)),
    from.scores,
  );
  const parameters = parseWith(trainingParametersSchema, from.trainingParameters, 'training-parameters.json');
  const crossValidation = parseWith(crossValidationSchema, from.crossValidation, 'cross-validation.json');
  const traffic = from.traffic ? readTraffic(from.traffic, useCase.data, 'traffic.csv') : data.table;
  const source = from.traffic ? (parameters.trafficKey ?? 'traffic.csv') : from.snapshotName;
  const baseline = JSON.stringify(
    createBaseline(traffic, { columns: useCase.data.features, createdAt: now.toISOString(), source }),
  );
  const baselineHash = sha256(baseline);
  const model = {
    ...parseModel(from.model, 'model.json'),
    useCase: useCase.name,
    dataHash: snapshotHash,
    baselineHash,
    ...(parameters.codeVersion === undefined ? {} : { codeVersion: parameters.codeVersion }),
    ...(parameters.trigger === undefined ? {} : { trigger: parameters.trigger }),
  };
  const modelText = serializeModel(model);
  const holdoutCsv = makeSnapshot(holdout, useCase.data).csv;
  const evaluation: Evaluation = {
    schemaVersion: 1,
    useCase: useCase.name,
    trainedAt: model.trainedAt,
    snapshotHash,
    modelHash: sha256(modelText),
    baselineHash,
    holdoutHash: sha256(holdoutCsv),
    rows: {
      training: model.trainingRows,
      holdout: holdout.table.rowCount,
      baseline: traffic.rowCount,
    },
    ...onHoldout(model, holdout),
    crossValidation,
  };
  return {
    [trainingFiles.model]: modelText,
    [trainingFiles.baseline]: baseline,
    [trainingFiles.holdout]: holdoutCsv,
    [trainingFiles.evaluation]: `${JSON.stringify(evaluation, null, 1)}\n`,
    [trainingFiles.done]: `${JSON.stringify({ finishedAt: now.toISOString(), modelHash: evaluation.modelHash })}\n`,
  };
}

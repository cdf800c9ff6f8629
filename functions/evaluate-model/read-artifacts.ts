import { createHash } from 'node:crypto';
import type { LabelledTable } from '../../domain/dataset/labelled.ts';
import { readSnapshot } from '../../domain/dataset/read-snapshot.ts';
import { parseModel, type PortableModel } from '../../domain/model/portable-model.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { evaluationSchema, trainingFiles, type Evaluation } from '../../domain/training/evaluation.ts';
import { scoredBy } from '../../domain/training/scores.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';

export interface Artifacts {
  readonly model: PortableModel;
  readonly modelKey: string;
  readonly modelHash: string;
  readonly evaluation: Evaluation;
  readonly evaluationKey: string;
  readonly baselineKey: string;
  readonly baselineHash: string;
  readonly holdout: LabelledTable;
  readonly holdoutKey: string;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The files of a training, whole and belonging together: each has the hash that another one names, and all stem from the
 * snapshot that was trained on.
 * @throws ArtifactError that names the file otherwise.
 */
export async function readArtifacts(
  objects: ObjectStore,
  useCase: UseCase,
  from: { readonly outputPrefix: string; readonly snapshotHash: string },
): Promise<Artifacts> {
  const keyOf = (file: keyof typeof trainingFiles) => `${from.outputPrefix}${trainingFiles[file]}`;
  const read = async (file: keyof typeof trainingFiles): Promise<Uint8Array> => {
    const found = await objects.get(keyOf(file));
    if (found) return found.body;
    throw new ArtifactError(
      `${keyOf(file)}: not in the object store, expected it from the training; start anew`,
    );
  };
  const [modelBytes, evaluationBytes, baselineBytes, holdoutBytes] = await Promise.all([
    read('model'),
    read('evaluation'),
    read('baseline'),
    read('holdout'),
  ]);
  const model = readable(() => parseModel(textOf(modelBytes), keyOf('model')));
  const evaluation = readable(() =>
    parseWith(evaluationSchema, parseJson(evaluationBytes, keyOf('evaluation')), keyOf('evaluation')),
  );
  const modelHash = sha256(modelBytes);
  const baselineHash = sha256(baselineBytes);
  sameHash(keyOf('model'), modelHash, evaluation.modelHash);
  sameHash(keyOf('baseline'), baselineHash, evaluation.baselineHash);
  if (model.baselineHash !== undefined) sameHash(keyOf('baseline'), baselineHash, model.baselineHash);
  sameHash(`the snapshot of ${keyOf('model')}`, model.dataHash, from.snapshotHash);
  sameHash(`the snapshot of ${keyOf('evaluation')}`, evaluation.snapshotHash, from.snapshotHash);
  const holdoutKey = keyOf('holdout');
  const scores =
    model.kind === 'image-network' ? parseJson(await read('scores'), keyOf('scores')) : undefined;
  return {
    model,
    modelKey: keyOf('model'),
    modelHash,
    evaluation,
    evaluationKey: keyOf('evaluation'),
    baselineKey: keyOf('baseline'),
    baselineHash,
    holdout: readable(() =>
      scoredBy(readSnapshot(holdoutBytes, useCase.data, holdoutKey, evaluation.holdoutHash), scores),
    ),
    holdoutKey,
  };
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    throw new ArtifactError(
      `${what}: got ${bytes.byteLength} bytes that are no JSON; start the retraining anew`,
      {
        cause: error,
      },
    );
  }
}

/** What does not fit its schema here is a broken artifact, not a broken request. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError) throw new ArtifactError(error.message, { cause: error });
    throw error;
  }
}

function sameHash(what: string, got: string, expected: string): void {
  if (got !== expected)
    throw new ArtifactError(`${what}: got SHA-256 ${got}, expected ${expected}; start the retraining anew`);
}

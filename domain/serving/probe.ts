import { createHash } from 'node:crypto';
import { readSnapshot } from '../dataset/read-snapshot.ts';
import { selectRows } from '../dataset/table.ts';
import { folderOfKey } from '../ids/object-key.ts';
import { parseModel, type ImageNetworkModel } from '../model/portable-model.ts';
import { scoreTable } from '../model/scorer.ts';
import type { ObjectStore } from '../ports.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { evaluationSchema, networkFiles } from '../training/evaluation.ts';
import type { UseCase } from '../usecase/schema.ts';
import { parseWith } from '../validation/parse.ts';

/** Sums of thirty products in another order differ in the last digits; a model that differs at all differs far more. */
const tolerance = 1e-9;

/**
 * What is wrong with a version's files: the model cannot be read, is not the registered one, or scores its probes (rows
 * that were held out, with what it said of them when it was made) otherwise than then. Undefined where all is well.
 */
export async function brokenVersion(
  objects: ObjectStore,
  version: ModelVersion,
  useCase: UseCase,
): Promise<string | undefined> {
  const bytes = await objects.get(version.modelKey);
  if (!bytes) return `${version.modelKey} is not in the object store`;
  const hash = createHash('sha256').update(bytes.body).digest('hex');
  if (hash !== version.modelHash)
    return `${version.modelKey} has SHA-256 ${hash}, ${version.modelHash} was registered`;
  if (version.holdoutKey === undefined) return undefined;
  try {
    return await wrongProbe(
      objects,
      version,
      version.holdoutKey,
      useCase,
      new TextDecoder().decode(bytes.body),
    );
  } catch (error) {
    return `the probes of version ${version.version} cannot be scored: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

async function wrongProbe(
  objects: ObjectStore,
  version: ModelVersion,
  holdoutKey: string,
  useCase: UseCase,
  modelText: string,
): Promise<string | undefined> {
  const [evaluationFile, holdoutFile] = await Promise.all([
    objects.get(version.evaluationKey),
    objects.get(holdoutKey),
  ]);
  if (!evaluationFile || !holdoutFile)
    return 'the evaluation or its held-out rows are not in the object store';
  const json: unknown = JSON.parse(new TextDecoder().decode(evaluationFile.body));
  const { probes, holdoutHash } = parseWith(evaluationSchema, json, version.evaluationKey);
  const model = parseModel(modelText, version.modelKey);
  if (model.kind === 'image-network') return damagedNetwork(objects, version, model);
  const holdout = readSnapshot(holdoutFile.body, useCase.data, holdoutKey, holdoutHash);
  const rows = selectRows(
    holdout.table,
    probes.map(({ row }) => row),
  );
  const scores = scoreTable(model, rows);
  const wrong = probes.filter(({ probability }, i) => !(Math.abs(scores[i]! - probability) <= tolerance));
  if (wrong.length === 0) return undefined;
  return `${wrong.length} of ${probes.length} probes are scored otherwise than when the version was made`;
}

/** A network is scored by its inference server, which refuses a file of another hash: here it is looked at by that alone. */
async function damagedNetwork(
  objects: ObjectStore,
  { modelKey }: ModelVersion,
  { network }: ImageNetworkModel,
): Promise<string | undefined> {
  const key = `${folderOfKey(modelKey)}${networkFiles.network}`;
  const file = await objects.get(key);
  if (!file) return `${key} is not in the object store`;
  const hash = createHash('sha256').update(file.body).digest('hex');
  return hash === network.sha256
    ? undefined
    : `${key} has SHA-256 ${hash}, the model names ${network.sha256}`;
}

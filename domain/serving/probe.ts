import { createHash } from 'node:crypto';
import { readSnapshot } from '../dataset/read-snapshot.ts';
import { selectRows } from '../dataset/table.ts';
import { parseModel } from '../model/portable-model.ts';
import { scoreTable } from '../model/scorer.ts';
import type { ObjectStore } from '../ports.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { evaluationSchema } from '../training/evaluation.ts';
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
  const holdout = readSnapshot(holdoutFile.body, useCase.data, holdoutKey, holdoutHash);
  const rows = selectRows(
    holdout.table,
    probes.map(({ row }) => row),
  );
  const scores = scoreTable(parseModel(modelText, version.modelKey), rows);
  const wrong = probes.filter(({ probability }, i) => !(Math.abs(scores[i]! - probability) <= tolerance));
  if (wrong.length === 0) return undefined;
  return `${wrong.length} of ${probes.length} probes are scored otherwise than when the version was made`;
}

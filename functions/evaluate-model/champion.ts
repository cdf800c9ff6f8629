import { createHash } from 'node:crypto';
import type { LabelledTable } from '../../domain/dataset/labelled.ts';
import { evaluateModel, type ModelEvaluation } from '../../domain/model/compare.ts';
import { parseModel } from '../../domain/model/portable-model.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';

export type Compared =
  | { readonly evaluation: ModelEvaluation }
  /** Why it cannot be compared, as a sentence for the reasons of the gate. */
  | { readonly why: string };

/**
 * The version in service on the rows that the new one is judged on. One whose file is damaged, or that wants features which
 * the use case no longer has, cannot be compared: that must not keep its successor out, but people are told.
 */
export async function evaluateChampion(
  objects: ObjectStore,
  champion: ModelVersion,
  holdout: LabelledTable,
): Promise<Compared> {
  const named = `version ${champion.version}, in service, cannot be compared`;
  const file = await objects.get(champion.modelKey);
  if (!file) return { why: `${named}: ${champion.modelKey} is not in the object store` };
  const hash = createHash('sha256').update(file.body).digest('hex');
  if (hash !== champion.modelHash) return { why: `${named}: ${champion.modelKey} was changed or damaged` };
  try {
    const model = parseModel(new TextDecoder().decode(file.body), champion.modelKey);
    return { evaluation: evaluateModel(model, holdout) };
  } catch (error) {
    return { why: `${named}: ${error instanceof Error ? error.message : 'unknown error'}` };
  }
}

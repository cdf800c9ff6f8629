import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { getVersion, listVersions } from '../../domain/registry/store.ts';
import { evaluationSchema, type Evaluation } from '../../domain/training/evaluation.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';

export interface ReadModelsPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
}

/** The newest version first. */
export async function readModels(
  { records }: ReadModelsPorts,
  useCase: UseCase,
  page: Page,
): Promise<{ readonly useCase: string; readonly models: readonly ModelVersion[]; readonly cursor?: string }> {
  const { versions, cursor } = await listVersions(records, useCase.name, page);
  return { useCase: useCase.name, models: versions, ...(cursor === undefined ? {} : { cursor }) };
}

/** A version with what was measured when it was made; `evaluation` is null where that file is not there any more. */
export async function readModel(
  { records, objects }: ReadModelsPorts,
  useCase: UseCase,
  version: number,
): Promise<ModelVersion & { readonly evaluation: Evaluation | null }> {
  const found = await getVersion(records, useCase.name, version);
  if (!found)
    throw notFound(`${useCase.name} has no version ${version}`, {
      field: 'version',
      got: 'a version that is not registered',
      expected: 'one that GET /models lists',
    });
  const file = await objects.get(found.data.evaluationKey);
  const json: unknown = file && JSON.parse(new TextDecoder().decode(file.body));
  const evaluation = file ? parseWith(evaluationSchema, json, found.data.evaluationKey) : null;
  return { ...found.data, evaluation };
}

import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys, partitions } from '../records/keys.ts';
import { parseRecord, readRecord, toJson, type Versioned } from '../records/typed.ts';
import { servingStateSchema } from '../serving/serving-state.ts';
import {
  allowedTransitions,
  modelVersionSchema,
  type ModelStatus,
  type ModelVersion,
} from './model-version.ts';

/** A change of status that the registry does not know: a defect, or two executions at odds. */
export class TransitionError extends Error {
  override readonly name = 'TransitionError';
}

export const getVersion = (
  records: RecordStore,
  useCase: string,
  version: number,
): Promise<Versioned<ModelVersion> | undefined> =>
  readRecord(records, keys.model(useCase, version), modelVersionSchema);

/** @throws TransitionError where the registry does not have it. */
export async function mustGetVersion(
  records: RecordStore,
  useCase: string,
  version: number,
): Promise<Versioned<ModelVersion>> {
  const found = await getVersion(records, useCase, version);
  if (!found)
    throw new TransitionError(
      `version ${version} of ${useCase}: not in the registry, expected a registered version`,
    );
  return found;
}

/** The newest first. `cursor` goes on after the page before. */
export async function listVersions(
  records: RecordStore,
  useCase: string,
  page: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<{ readonly versions: readonly ModelVersion[]; readonly cursor?: string }> {
  const { records: found, cursor } = await records.query({
    pk: partitions.models(useCase),
    order: 'descending',
    ...page,
  });
  const versions = found.map((record) => parseRecord(record, modelVersionSchema));
  return cursor === undefined ? { versions } : { versions, cursor };
}

/** The number that the next version gets; its write's condition fails where somebody else took it meanwhile. */
export async function nextVersionNumber(records: RecordStore, useCase: string): Promise<number> {
  const { versions } = await listVersions(records, useCase, { limit: 1 });
  return (versions[0]?.version ?? 0) + 1;
}

/** Registers a new version; its condition fails where the number is taken. */
export const createVersionWrite = (version: ModelVersion): RecordWrite => ({
  op: 'put',
  record: { ...keys.model(version.useCase, version.version), data: toJson(version) },
  condition: 'absent',
});

/**
 * Moves a version to another status; the write's condition fails where it was changed since it was read.
 * @throws TransitionError where this status may not follow the present one.
 */
export function transitionWrite(
  found: Versioned<ModelVersion>,
  to: ModelStatus,
  changes: Partial<Pick<ModelVersion, 'approval' | 'inServiceSince' | 'gateReasons'>> = {},
): RecordWrite {
  const { useCase, version, status } = found.data;
  const allowed = allowedTransitions[status];
  if (!allowed.includes(to))
    throw new TransitionError(
      `version ${version} of ${useCase}: is ${status}, expected ${to} to follow ${sources(to)}`,
    );
  return {
    op: 'put',
    record: { ...keys.model(useCase, version), data: toJson({ ...found.data, ...changes, status: to }) },
    condition: { version: found.version },
  };
}

const sources = (to: ModelStatus): string =>
  Object.entries(allowedTransitions)
    .filter(([, targets]) => targets.includes(to))
    .map(([from]) => from)
    .join(' or ');

/** The version that serves now; undefined before the first. */
export async function liveVersion(
  records: RecordStore,
  useCase: string,
): Promise<Versioned<ModelVersion> | undefined> {
  const serving = await readRecord(records, keys.serving(useCase), servingStateSchema);
  const version = serving?.data.live?.version;
  return version === undefined ? undefined : getVersion(records, useCase, version);
}

import { createHash } from 'node:crypto';
import { parseBaseline, type DriftBaseline } from '../../domain/drift/index.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord } from '../../domain/records/typed.ts';
import { modelVersionSchema } from '../../domain/registry/model-version.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';

/**
 * The baseline that a version was registered with.
 * @throws ArtifactError where it is missing or its bytes are not those that were registered.
 */
export async function readBaseline(
  ports: { readonly records: RecordStore; readonly objects: ObjectStore },
  useCase: string,
  version: number,
): Promise<{ readonly baseline: DriftBaseline; readonly sha256: string }> {
  const registered = await readRecord(ports.records, keys.model(useCase, version), modelVersionSchema);
  if (!registered)
    throw new ArtifactError(`version ${version} of ${useCase} is in service and not in the registry`);
  const { baselineKey, baselineHash } = registered.data;
  const file = await ports.objects.get(baselineKey);
  if (!file) throw new ArtifactError(`${baselineKey}: not in the object store; restore it from its versions`);
  const sha256 = createHash('sha256').update(file.body).digest('hex');
  if (sha256 !== baselineHash)
    throw new ArtifactError(
      `${baselineKey}: got SHA-256 ${sha256}, expected ${baselineHash} as registered; restore it from its versions`,
    );
  const value: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return { baseline: parseBaseline(value, baselineKey), sha256 };
}

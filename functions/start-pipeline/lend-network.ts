import { folderOfKey } from '../../domain/ids/object-key.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { executionPrefix } from '../../domain/retraining/training-plan.ts';
import { championFolder, networkFiles } from '../../domain/training/evaluation.ts';
import { putOnce } from './put-once.ts';

/**
 * Puts the network in service where the pipeline's evaluation finds it: only an inference server runs networks, so the one
 * in service is scored there too, on the photographs that the new one is judged by. One whose files are gone is left out:
 * evaluate-model then says that it cannot be compared.
 */
export async function lendNetwork(
  objects: ObjectStore,
  { modelKey }: Pick<ModelVersion, 'modelKey'>,
  executionName: string,
): Promise<void> {
  const from = folderOfKey(modelKey);
  const to = `${executionPrefix(executionName)}${championFolder}`;
  const names = Object.values(networkFiles);
  const contentTypes = ['application/octet-stream', 'application/json'];
  const files = await Promise.all(names.map((name) => objects.get(`${from}${name}`)));
  if (files.some((file) => file === undefined)) return;
  for (const [i, file] of files.entries())
    if (file) await putOnce(objects, `${to}${names[i] ?? ''}`, file.body, contentTypes[i]);
}

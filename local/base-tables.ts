import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { imagesFolder } from '../domain/dataset/images.ts';
import { ConditionFailedError, type ObjectStore } from '../domain/ports.ts';
import { baseKeys } from '../domain/retraining/training-rows.ts';
import type { UseCase } from '../domain/usecase/schema.ts';
import type { UseCaseCatalog } from '../domain/usecase/catalog.ts';

const projectFolder = path.join(import.meta.dirname, '..');

/**
 * Puts the table that each use case begins with into the object store, unless one is there. Tables come from `given`, else
 * from the use case's own path; a use case without either has to be given data by an upload.
 */
export async function seedBaseTables(
  objects: ObjectStore,
  useCases: UseCaseCatalog,
  given: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<void> {
  for (const name of useCases.names) {
    const file = path.resolve(projectFolder, useCases.get(name).data.path);
    const table = given[name] ?? (existsSync(file) ? readFileSync(file) : undefined);
    if (table !== undefined && !(await objects.head(baseKeys.data(name)))) {
      // Before the table: whoever finds it finds its photographs.
      await seedPhotographs(objects, useCases.get(name));
      await putOnce(objects, baseKeys.data(name), table);
    }
    // Of what lies there: an earlier start may have ended between the two.
    const kept = await objects.get(baseKeys.data(name));
    if (kept)
      await putOnce(objects, baseKeys.hash(name), createHash('sha256').update(kept.body).digest('hex'));
  }
}

/** One at a time: there may be ten thousand. */
async function seedPhotographs(objects: ObjectStore, { name, data }: UseCase): Promise<void> {
  const folder = data.images && path.resolve(projectFolder, data.images.folder);
  if (folder === undefined || !existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    const key = `${imagesFolder(name)}/${file}`;
    if (/\.(jpe?g|png)$/i.test(file) && !(await objects.head(key)))
      await objects.put(key, readFileSync(path.join(folder, file)));
  }
}

async function putOnce(objects: ObjectStore, key: string, body: string | Uint8Array): Promise<void> {
  if (await objects.head(key)) return;
  try {
    await objects.put(key, body, { ifAbsent: true });
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { seedBaseTables } from '../../local/base-tables.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { MemoryObjectStore } from '../support/doubles.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-photographs-'));
afterAll(() => rm(folder, { recursive: true }));

test('photographs of the base table come with it, once; other files of their folder stay', async () => {
  for (const name of ['a.jpg', 'b.PNG', 'notes.txt']) await writeFile(path.join(folder, name), name);
  const images = { ...skinLesion.data.images!, folder };
  const useCases = catalogOf([{ ...skinLesion, data: { ...skinLesion.data, images } }]);
  const objects = new MemoryObjectStore();
  const given = { 'skin-lesion': 'table' };
  await seedBaseTables(objects, useCases, given);
  expect(await objects.list('')).toEqual([
    'base/skin-lesion/data.csv',
    'base/skin-lesion/data.sha256',
    'images/skin-lesion/a.jpg',
    'images/skin-lesion/b.PNG',
  ]);
  // Erased with their patient, they do not come back at the next start.
  await objects.delete('images/skin-lesion/a.jpg');
  await seedBaseTables(objects, useCases, given);
  expect(await objects.list('images/')).toEqual(['images/skin-lesion/b.PNG']);
});

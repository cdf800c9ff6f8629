/**
 * `npm run image:tag`: the tag of the images by their content. In a job of GitHub Actions the steps after it get it as
 * MODELKEEP_IMAGE_TAG, by which the stacks name the images and `npm run image:push` tags them.
 */
import { appendFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { contentTag, imagesNamed } from './images.ts';
import { runProgram } from './programs.ts';
import { run } from './texts.ts';

/** Those that git knows; of a folder that was made just now, all. */
function filesOf(folder: string): readonly string[] {
  const tracked = runProgram('git', ['-C', folder, 'ls-files', '-z'], { answer: true });
  if (tracked !== '') return tracked.split('\0').filter((name) => name !== '');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

await run('image:tag', async () => {
  const tag = await contentTag(imagesNamed([]), filesOf);
  const file = process.env['GITHUB_ENV'];
  if (file !== undefined) await appendFile(file, `MODELKEEP_IMAGE_TAG=${tag}\n`);
  return tag;
});

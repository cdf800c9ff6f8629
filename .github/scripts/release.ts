/** `npm run release -- TAG`: makes the release of a tag. Needs GITHUB_TOKEN and GITHUB_REPOSITORY. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { createRelease, gitHubOf } from './github.ts';
import { changesOf } from './release-notes.ts';
import { run } from './texts.ts';

const root = path.join(import.meta.dirname, '../..');

await run('release', async ([tag = '']) => {
  const json: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const { version } = parseWith(z.object({ version: z.string() }), json, 'package.json');
  if (tag !== `v${version}`)
    throw new Error(`tag: got ${tag}, expected v${version}, the version of package.json`);
  const changes = changesOf(await readFile(path.join(root, 'CHANGELOG.md'), 'utf8'), version);
  await createRelease(gitHubOf(process.env), tag, changes);
  return `${tag} is released`;
});

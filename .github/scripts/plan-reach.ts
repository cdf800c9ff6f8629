/**
 * `npm run plan:reach -- --env NAME --plans FOLDER`: how far the plans of FOLDER reach. In a job of GitHub Actions its
 * outputs `before-images`, `after-images`, `until` and `complete` say which phases to deploy.
 */
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { readDigests } from '../../stacks/deploy/digest.ts';
import { reachOf } from './reach.ts';
import { run } from './texts.ts';

/** What the plan synthesised, and nothing that lay there before. */
const manifest = path.join(import.meta.dirname, '../../cdktf.out/manifest.json');
const manifestSchema = z.object({ stacks: z.record(z.string(), z.unknown()) });

await run('plan:reach', async (args) => {
  const options = { env: { type: 'string' }, plans: { type: 'string' } } as const;
  const { env, plans } = parseArgs({ args: [...args], options }).values;
  if (env === undefined || plans === undefined) throw new Error('expected --env NAME --plans FOLDER');
  const json: unknown = JSON.parse(await readFile(manifest, 'utf8'));
  const ids = Object.keys(parseWith(manifestSchema, json, manifest).stacks).filter((id) =>
    id.startsWith(`${env}-`),
  );
  const planned = new Set((await readDigests(plans)).keys());
  const { until, complete, beforeImages, afterImages } = reachOf(env, ids, planned);
  const file = process.env['GITHUB_OUTPUT'];
  if (file !== undefined)
    await appendFile(
      file,
      `before-images=${beforeImages}\nafter-images=${afterImages ?? ''}\nuntil=${until}\ncomplete=${complete}\n`,
    );
  return complete
    ? `${env}: all of it is planned`
    : `${env}: planned until ${until}; the rest after that is there`;
});

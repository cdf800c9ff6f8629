/**
 * `npm run plan:drift -- --env NAME --plans FOLDER --out FILE`: writes FILE where a plan of FOLDER changes anything: each
 * resource with what would be done to it, and no value. Where nothing would change, no file.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readDigests } from '../../stacks/deploy/digest.ts';
import { driftText } from './drift.ts';
import { run } from './texts.ts';

await run('plan:drift', async (args) => {
  const options = { env: { type: 'string' }, plans: { type: 'string' }, out: { type: 'string' } } as const;
  const { env, plans, out } = parseArgs({ args: [...args], options }).values;
  if (env === undefined || plans === undefined || out === undefined)
    throw new Error('expected --env NAME --plans FOLDER --out FILE');
  const text = driftText(env, await readDigests(plans));
  if (text === undefined) return `${env}: as the code says`;
  await writeFile(out, text);
  return `${env}: differs; see ${out}`;
});

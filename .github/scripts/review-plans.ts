/**
 * `npm run plan:review -- --env NAME --plans FOLDER --out FILE`: `modelkeep plan review` over the plans that
 * `npm run plan -- --out FOLDER` wrote, as Markdown under a heading. Values that Terraform calls sensitive are masked.
 * Exit code of the review; 0 where nothing could be planned yet.
 */
import { spawnSync } from 'node:child_process';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const cli = path.join(import.meta.dirname, '../../cli/bin.mjs');
const { values } = parseArgs({
  options: { env: { type: 'string' }, plans: { type: 'string' }, out: { type: 'string' } },
});
const { env, plans, out } = values;
if (env === undefined || plans === undefined || out === undefined) {
  process.stderr.write('plan:review: expected --env NAME --plans FOLDER --out FILE\n');
  process.exit(2);
}

const files = (await readdir(plans)).filter((name) => name.endsWith('.plan.json')).sort();
const { status, stdout, stderr } =
  files.length === 0
    ? { status: 0, stdout: 'Nothing can be planned before the first deployment.\n', stderr: '' }
    : spawnSync(
        process.execPath,
        [cli, 'plan', 'review', '--format', 'markdown', ...files.map((file) => path.join(plans, file))],
        { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      );
process.stderr.write(stderr);
const text = `## ${env}\n\n${stdout === '' ? 'The review failed; see the log of the run.\n' : stdout}`;
await writeFile(out, text);
const summary = process.env['GITHUB_STEP_SUMMARY'];
if (summary !== undefined) await appendFile(summary, text);
process.exitCode = status ?? 1;

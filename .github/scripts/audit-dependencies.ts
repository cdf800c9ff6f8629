/**
 * `npm run audit:dependencies`: known weaknesses of what production runs, by npm audit. High and critical ones fail, unless
 * `.github/audit-waivers.txt` has a line for them; a waiver that nothing needs fails too.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { judgeAudit } from './audit.ts';
import { run } from './texts.ts';

const waivers = path.join(import.meta.dirname, '../audit-waivers.txt');

await run('audit:dependencies', async () => {
  const { stdout } = spawnSync('npm', ['audit', '--audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const report: unknown = JSON.parse(stdout);
  const problems = judgeAudit(report, await readFile(waivers, 'utf8'));
  if (problems.length > 0) throw new Error(problems.join('\n  '));
  return 'nothing high or critical';
});

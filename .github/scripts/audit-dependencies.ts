/**
 * `npm run audit:dependencies`: known weaknesses of what production runs: npm audit for the functions, pip-audit for the
 * images' lock files. Of npm's the high and critical ones fail, of PyPI's all, unless `.github/audit-waivers.txt` has a
 * line for them; a waiver that nothing needs fails too, and so does an audit that could not be made.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Advisory, judgeAudit, NotAudited, npmAdvisories, pythonAdvisories } from './audit.ts';
import { run } from './texts.ts';

const root = path.join(import.meta.dirname, '../..');
const python = path.join(root, '.venv/workflows/bin/python');

/** What a command prints as JSON, whatever its exit code: that only says that it found something. */
function jsonOf(command: string, args: readonly string[]): unknown {
  const { stdout, stderr, error } = spawnSync(command, [...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new NotAudited(`${command} does not run: ${error.message}`);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new NotAudited(`${command}: ${stderr.trim().split('\n').at(-1) ?? 'it said nothing'}`);
  }
}

const ofNpm = (): readonly Advisory[] =>
  npmAdvisories(jsonOf('npm', ['audit', '--audit', '--omit=dev', '--json']));

function ofLockFile(lockFile: string): readonly Advisory[] {
  const options = ['--require-hashes', '--disable-pip', '--progress-spinner', 'off', '--format', 'json'];
  return pythonAdvisories(jsonOf(python, ['-m', 'pip_audit', ...options, '-r', lockFile]), lockFile);
}

await run('audit:dependencies', async () => {
  if (!existsSync(python))
    throw new Error('.venv/workflows is missing; run "npm run setup:python -- workflows"');
  const lockFiles: string[] = [];
  for await (const file of glob('pipelines/containers/*/*.lock', { cwd: root })) lockFiles.push(file);
  const audits = [ofNpm, ...lockFiles.sort().map((file) => () => ofLockFile(file))];
  const advisories: Advisory[] = [];
  const notMade: string[] = [];
  for (const audit of audits)
    try {
      advisories.push(...audit());
    } catch (error) {
      if (!(error instanceof NotAudited)) throw error;
      notMade.push(error.message);
    }
  // Without all audits a waiver cannot be called unused.
  const problems =
    notMade.length > 0
      ? [...advisories.map(({ words }) => words), ...notMade.map((words) => `NOT AUDITED: ${words}`)]
      : judgeAudit(advisories, await readFile(path.join(root, '.github/audit-waivers.txt'), 'utf8'));
  if (problems.length > 0) throw new Error(problems.join('\n  '));
  return `nothing bad enough in npm's packages and in ${lockFiles.length} lock files of images`;
});

import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { containerImages } from '../../domain/serving/container-images.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  lines: readFileSync(path.join(folder, name), 'utf8').split('\n'),
}));
const of = (pattern: RegExp) =>
  workflows.flatMap(({ name, lines }) =>
    lines.flatMap((line) => {
      const found = pattern.exec(line)?.[1];
      return found === undefined ? [] : [{ name, found }];
    }),
  );

/** With REQUIRE_ALL=1 a missing tool is a failure. */
function commandOrSkip(name: string): readonly string[] | undefined {
  const bin = path.join(root, '.venv/workflows/bin');
  const tool = path.join(bin, name);
  // A script in an environment names the interpreter of the folder that it was built in.
  if (existsSync(tool)) return name === 'actionlint' ? [path.join(bin, 'python'), tool] : [tool];
  const missing = '.venv/workflows is missing; run "npm run setup:python -- workflows"';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}

test.each([
  ['actionlint', ['-no-color', ...workflows.map(({ name }) => path.join(folder, name))]],
  ['zizmor', ['--offline', '--no-progress', '--quiet', '--color=never', '.github']],
])('%s finds nothing', (name, args) => {
  const [command, ...before] = commandOrSkip(name) ?? [];
  if (command === undefined) return;
  const { status, stdout, stderr } = spawnSync(command, [...before, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, found: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, found: '' });
});

const dockerfiles = globSync('pipelines/containers/*/Dockerfile', { cwd: root }).sort();
const hadolint = (file: string) => {
  const [command] = commandOrSkip('hadolint') ?? [];
  if (command === undefined) return undefined;
  const { status, stdout } = spawnSync(command, ['--no-color', file], { cwd: root, encoding: 'utf8' });
  return { status, found: stdout };
};

test.each(dockerfiles)('hadolint finds nothing in %s', (file) => {
  const said = hadolint(file);
  if (said !== undefined) expect(said).toEqual({ status: 0, found: '' });
});

test('hadolint finds what is wrong', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hadolint-'));
  try {
    const file = path.join(folder, 'Dockerfile');
    writeFileSync(file, 'FROM python:latest\nRUN pip install numpy\n');
    const said = hadolint(file);
    if (said !== undefined)
      expect(said).toMatchObject({ status: 1, found: expect.stringContaining('DL3007') });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('each step that runs is one npm script that there is, or npm ci', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const steps = of(/^\s+(?:- )?run: (.*)$/);
  expect(steps.length).toBeGreaterThan(20);
  const wrong = steps.filter(({ found }) => {
    const script = /^npm run ([a-z:-]+)( -- [^;&|`]*)?$/.exec(found)?.[1];
    return found !== 'npm ci' && (script === undefined || !Object.hasOwn(scripts, script));
  });
  expect(wrong).toEqual([]);
});

test('no step has an expression in its command', () => {
  expect(of(/^\s+(?:- )?run: (.*\$\{\{.*)$/)).toEqual([]);
});

test('each action is pinned by its commit, the same everywhere, with its version beside it', () => {
  const uses = of(/uses: (.*)$/)
    .map(({ found }) => found)
    .filter((use) => !use.startsWith('$/'));
  expect(uses.filter((use) => !/^[\w./-]+@[0-9a-f]{40} # v?\d+\.\d+\.\d+$/.test(use))).toEqual([]);
  const pins = new Set(uses);
  expect(pins.size).toBe(new Set(uses.map((use) => use.split('@')[0])).size);
});

test('no key of AWS is kept: roles only', () => {
  expect(of(/(aws-(?:secret-)?access-key|secrets\.)/i)).toEqual([]);
});

test('what changes an account runs on main only', () => {
  for (const name of ['deploy.yml', 'deploy-round.yml', 'destroy.yml', 'infrastructure-drift.yml']) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const jobs = text
      .slice(text.indexOf('\njobs:'))
      .split(/\n {2}(?=[a-z]+:\n)/)
      .slice(1);
    expect(
      jobs.filter(
        (job) => !job.includes("github.ref == 'refs/heads/main'") && !job.includes("refs/heads/main''"),
      ),
    ).toEqual([]);
  }
});

const textOf = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

test('the tests of CI have what .ci/run sets up', () => {
  const namesIn = (text: string) =>
    new Set(
      [...text.matchAll(/setup:python -- ([a-z -]+)/g)].flatMap(([, names = '']) => names.trim().split(/ +/)),
    );
  const job =
    textOf('ci.yml')
      .split(/\n {2}(?=[a-z]+:\n)/)
      .find((text) => text.startsWith('test:')) ?? '';
  const run = readFileSync(path.join(root, '.ci/run'), 'utf8');
  expect([...namesIn(job)].sort()).toEqual([...namesIn(run)].sort());
  const scripts = (text: string) =>
    new Set([...text.matchAll(/npm run (?:-s )?(setup:[a-z-]+)/g)].map(([, name]) => name));
  expect([...scripts(job)].sort()).toEqual([...scripts(run)].sort());
});

test('CI builds and scans each image', () => {
  const [, names = ''] = /image: \[(.*)\]/.exec(textOf('ci.yml')) ?? [];
  expect(names.split(', ')).toEqual([...containerImages]);
});

test('each round of a deployment begins where the one before was not complete', () => {
  const rounds = [
    ...textOf('deploy.yml').matchAll(/^ {2}([a-z]+):\n(?: {4}needs: ([a-z]+)\n)?[\s\S]*?round: (\d)$/gm),
  ];
  expect(rounds.map(([, , , number]) => number)).toEqual(['1', '2', '3', '4', '5']);
  for (const [index, [text, , needs]] of rounds.entries()) {
    expect(needs).toBe(rounds[index - 1]?.[1]);
    if (needs !== undefined) expect(text).toContain(`needs.${needs}.outputs.complete == 'false'`);
  }
});

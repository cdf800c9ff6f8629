import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PipelineRun } from '../../local/pipelines/run-status.ts';
import { readArtifacts } from '../../functions/evaluate-model/read-artifacts.ts';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { modelkeep } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';
import { examplePlace } from './example.ts';
import { tiny } from './local-run.ts';

let folder: string;
const file = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-pipeline-command-'));
  const definition = JSON.stringify(trainingPipeline(breastCancer, examplePlace));
  await writeFile(file('good.json'), definition);
  await writeFile(file('broken.json'), definition.replaceAll('S3OutputPath', 'S3Path'));
  await writeFile(file('no.json'), 'Steps: none');
  await writeFile(file('programs.json'), JSON.stringify({ '*': tiny() }));
  await writeFile(
    file('failing.json'),
    JSON.stringify({ '*': tiny(), '#Evaluate': tiny({ FAIL: 'no rows' }) }),
  );
  for (const name of ['objects', 'specifications']) await mkdir(file(name));
  await writeFile(file('objects/s.csv'), 'x\n');
  await writeFile(file('specifications/usecase.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const given = () => [
  '--parameter=ExecutionName=e',
  '--parameter=SnapshotUri=s3://data/s.csv',
  '--parameter=SnapshotHash=h',
  '--parameter=OutputUri=s3://data/out/',
  `--mount=s3://data=${file('objects')}`,
  `--mount=${examplePlace.specificationUri}=${file('specifications')}`,
  `--work=${file('work')}`,
];
const stepsOf = (stdout: string): string =>
  (JSON.parse(stdout) as PipelineRun).steps
    .map(({ name, status, cached }) => `${name}:${cached ? 'cached' : status}`)
    .join(' ');

test('show tells the graph, validate says valid', async () => {
  const shown = await modelkeep(['pipeline', 'show', '--definition', file('good.json')]);
  expect(shown.exitCode).toBe(0);
  expect(shown.stdout).toMatch(
    /Gate +Condition +after Assemble, Evaluate.* · Evaluate\.metrics\.accuracy >= 0\.93/,
  );
  expect(shown.stdout).toMatch(/if {3}Register/);
  expect(shown.stdout).toMatch(/else BelowGate/);
  const graph = await modelkeep(['pipeline', 'show', '--use-case', 'breast-cancer', '--jobs', '--json']);
  expect(JSON.parse(graph.stdout)).toMatchObject({
    steps: expect.arrayContaining([expect.objectContaining({ name: 'Train', after: ['Preprocess'] })]),
  });
  const raw = await modelkeep(['pipeline', 'show', '--use-case', 'breast-cancer', '--raw']);
  const valid = await modelkeep(['pipeline', 'validate', '--definition', '-', '--json'], {
    stdin: raw.stdout,
  });
  expect(JSON.parse(valid.stdout)).toMatchObject({ valid: true, steps: 4 });
});

test.each([
  [
    ['validate', '--definition', 'broken.json'],
    'step Train, Arguments.OutputDataConfig.S3OutputPath: got nothing',
  ],
  [['validate', '--definition', 'no.json'], 'got text that is no JSON'],
  [['show', '--definition', 'missing.json'], 'is not there; check the path'],
  [['show'], 'got both or neither of --use-case and --definition'],
  [['run', '--definition', 'good.json'], 'ExecutionName: got nothing, and it has no default'],
  [['run', '--use-case', 'breast-cancer', '--parameter', 'x'], 'expected NAME=VALUE'],
])('%j: one clear message and exit code 2', async (args, message) => {
  const run = await modelkeep([
    'pipeline',
    ...args.map((arg) => (arg.endsWith('.json') ? file(arg) : arg)),
    ...(args[0] === 'run' ? ['--work', file('none')] : []),
  ]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(message);
});

test('run: progress for people, the result as JSON, exit code 1 with the reason where a step fails', async () => {
  const args = ['pipeline', 'run', '--definition', file('good.json'), ...given()];
  const good = await modelkeep([...args, '--programs', file('programs.json'), '--json']);
  expect(good.stderr).toContain('✓ Register');
  expect(good.exitCode).toBe(0);
  expect(stepsOf(good.stdout)).toMatch(/^Preprocess:Succeeded .*Register:Succeeded/);
  expect(await readFile(file('objects/out/version.csv'), 'utf8')).toBe('x\n1\n');
  const failed = await modelkeep([...args, '--programs', file('failing.json'), '--quiet']);
  expect(failed.exitCode).toBe(1);
  expect(failed.stdout).toContain('failed in step Evaluate: exit code 3: no rows');
  expect(failed.stdout).toContain('    line two of the log');
});

test('a light use case runs whole, without Python', async () => {
  const run = await modelkeep([
    'pipeline',
    'run',
    '--use-case',
    'breast-cancer',
    '--json',
    '--work',
    file('light'),
  ]);
  expect(run.exitCode).toBe(0);
  expect(stepsOf(run.stdout)).toBe('Train:Succeeded Gate:Succeeded Register:Succeeded BelowGate:Skipped');
});

const python = pythonOrSkip('tabular');
(python === undefined ? test.skip : test)(
  'the jobs of a use case run with the programs of its container; run again, what is known is taken over',
  async () => {
    const args = [
      'pipeline',
      'run',
      '--use-case',
      'breast-cancer',
      '--jobs',
      '--json',
      '--work',
      file('jobs'),
    ];
    const first = await modelkeep(args);
    expect(first.exitCode).toBe(0);
    expect(stepsOf(first.stdout)).toBe(
      'Preprocess:Succeeded Train:Succeeded Evaluate:Succeeded Assemble:Succeeded Gate:Succeeded Register:Succeeded BelowGate:Skipped',
    );
    const { ExecutionName: name, SnapshotHash: hash } = (JSON.parse(first.stdout) as PipelineRun).parameters;
    // What evaluate-model reads of a training: whole, belonging together, of this snapshot.
    const artifacts = await readArtifacts(new FolderObjectStore(file('jobs/objects')), breastCancer, {
      outputPrefix: `executions/${String(name)}/`,
      snapshotHash: String(hash),
    });
    expect(artifacts.evaluation.metrics['rocAuc']).toBeGreaterThan(0.99);
    expect(artifacts.model.baselineHash).toBe(artifacts.baselineHash);
    const again = await modelkeep(args);
    expect(stepsOf(again.stdout)).toMatch(/^Preprocess:cached Train:cached Evaluate:Succeeded/);
  },
  120_000,
);

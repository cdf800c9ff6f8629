import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoryResult } from '../../cli/story/result.ts';
import type { PipelineRun } from '../../local/pipelines/run-status.ts';
import { diabeticCsvOrSkip } from '../model/diabetic.ts';
import { modelkeep, type Run } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';

const python = pythonOrSkip('tabular');
const home = await mkdtemp(path.join(tmpdir(), 'modelkeep-medication-'));
afterAll(() => rm(home, { recursive: true, force: true }));

(python === undefined ? describe.skip : describe)('the story of medication-adherence', () => {
  let run: Run;
  let result: StoryResult;
  beforeAll(async () => {
    const args = ['story', '--use-case', 'medication-adherence', '--once', '--json', '--port', '0'];
    run = await modelkeep(args, { env: { MODELKEEP_HOME: home } });
    if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}: ${run.stderr}`);
    result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as StoryResult;
  }, 300_000);

  test('the whole loop by the pipeline: version 2 serves, nothing failed, what moved is named', () => {
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result).toMatchObject({
      useCase: 'medication-adherence',
      drift: { detected: true, features: ['num_lab_procedures'] },
      retraining: { outcome: 'Deployed' },
      served: { before: 1, after: 2 },
      predictions: { failed: 0 },
    });
    expect(result.firstVersion.rocAuc).toBeGreaterThan(0.7);
  });

  test('the output says what the label is, and that the data is made up', () => {
    expect(result.notes).toEqual([
      expect.stringMatching(/readmission within 30 days\. It stands in for medication non-adherence/),
      expect.stringMatching(/^The data is synthetic/),
    ]);
  });

  test('each training was the pipeline that Terraform deploys, step by step; no rows of patients are left in it', async () => {
    const runs = path.join(home, 'story/pipelines/runs');
    const names = await readdir(runs);
    expect(names).toHaveLength(2);
    for (const name of names) {
      const { steps } = JSON.parse(
        await readFile(path.join(runs, name, 'status.json'), 'utf8'),
      ) as PipelineRun;
      expect(steps.map((step) => `${step.name}:${step.status}`)).toEqual([
        'Preprocess:Succeeded',
        'Train:Succeeded',
        'Evaluate:Succeeded',
        'Assemble:Succeeded',
        'Gate:Succeeded',
        'Register:Succeeded',
        'BelowGate:Skipped',
      ]);
    }
    const left = await readdir(path.join(home, 'story/pipelines/s3'), { recursive: true });
    expect(left.filter((file) => file.endsWith('.csv'))).toEqual([]);
  });
});

const sample = diabeticCsvOrSkip();
(python === undefined || sample === undefined ? test.skip : test)(
  'real stays go through the pipeline; those who died or went to hospice are left out and counted',
  async () => {
    const args = ['pipeline', 'run', '--use-case', 'medication-adherence', '--data', sample ?? '', '--json'];
    const { exitCode, stdout, stderr } = await modelkeep([...args, '--work', path.join(home, 'work')]);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((JSON.parse(stdout) as PipelineRun).status).toBe('Succeeded');
    expect(stderr).toMatch(/died or went to hospice care/);
  },
  120_000,
);

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { PipelineRun } from '../../local/pipelines/run-status.ts';
import { diabeticCsvOrSkip } from '../model/diabetic.ts';
import { modelkeep } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';
import { expectWholePipelines, playedStory } from './play.ts';

const python = pythonOrSkip('tabular');

(python === undefined ? describe.skip : describe)('the story of medication-adherence', () => {
  const story = playedStory('medication-adherence');

  test('the whole loop by the pipeline: version 2 serves, nothing failed, what moved is named', () => {
    const { run, result } = story();
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
    expect(story().result.notes).toEqual([
      expect.stringMatching(/readmission within 30 days\. It stands in for medication non-adherence/),
      expect.stringMatching(/^The data is synthetic/),
    ]);
  });

  test('each training was the pipeline that Terraform deploys, step by step; no rows of patients are left in it', async () => {
    const { home } = story();
    await expectWholePipelines(home);
    const left = await readdir(path.join(home, 'pipelines/s3'), { recursive: true });
    expect(left.filter((file) => file.endsWith('.csv'))).toEqual([]);
  });
});

const sample = diabeticCsvOrSkip();
(python === undefined || sample === undefined ? test.skip : test)(
  'real stays go through the pipeline; those who died or went to hospice are left out and counted',
  async () => {
    const work = await mkdtemp(path.join(tmpdir(), 'modelkeep-medication-'));
    const args = ['pipeline', 'run', '--use-case', 'medication-adherence', '--data', sample ?? '', '--json'];
    const { exitCode, stdout, stderr } = await modelkeep([...args, '--work', work]);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((JSON.parse(stdout) as PipelineRun).status).toBe('Succeeded');
    expect(stderr).toMatch(/died or went to hospice care/);
    await rm(work, { recursive: true });
  },
  120_000,
);

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoryResult } from '../../cli/story/result.ts';
import type { PipelineRun } from '../../local/pipelines/run-status.ts';
import { modelkeep, type Run } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';

const python = pythonOrSkip('vision');
const home = await mkdtemp(path.join(tmpdir(), 'modelkeep-lesions-home-'));
afterAll(() => rm(home, { recursive: true, force: true }));

(python === undefined ? describe.skip : describe)('the story of skin-lesion', () => {
  let run: Run;
  let result: StoryResult;
  beforeAll(async () => {
    const args = ['story', '--use-case', 'skin-lesion', '--once', '--json', '--port', '0'];
    run = await modelkeep(args, { env: { MODELKEEP_HOME: home } });
    if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}: ${run.stderr}`);
    result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as StoryResult;
  }, 600_000);

  test('the whole loop by the pipeline: version 2 serves, nothing failed, the lamp is named by its colour', () => {
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result).toMatchObject({
      useCase: 'skin-lesion',
      drift: { detected: true },
      retraining: { outcome: 'Deployed' },
      served: { before: 1, after: 2 },
      predictions: { failed: 0 },
    });
    expect(result.drift.features).toEqual(expect.arrayContaining(['yellowness', 'saturation']));
    // The gate of the application itself, which both versions met.
    expect(result.firstVersion.accuracy).toBeGreaterThanOrEqual(0.85);
  });

  test('the output says that nothing of it is real', () => {
    expect(result.notes).toEqual([
      expect.stringMatching(/^The photographs are synthetic/),
      expect.stringMatching(/^The network is a small one/),
    ]);
  });

  test('each training was the pipeline that Terraform deploys, and the second one scored both networks', async () => {
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
    const objects = path.join(home, 'story/objects/files');
    const files = await readdir(objects, { recursive: true });
    const scores = files.filter(
      (file) => /executions.*\/scores\.json/.test(file) && !file.includes('evaluation'),
    );
    const counts = await Promise.all(
      scores.map(
        async (file) =>
          Object.keys(JSON.parse(await readFile(path.join(objects, file), 'utf8')) as object).length,
      ),
    );
    expect(counts.sort()).toEqual([1, 2]);
  });

  test('each predicted photograph is kept beside those that version 1 learned from', async () => {
    const folder = path.join(home, 'story/objects/files/images/skin-lesion');
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('SYNTHETIC'))).toHaveLength(400);
    expect(names).toHaveLength(400 + result.predictions.sent);
  });
});

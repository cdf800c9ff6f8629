import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { StoryResult } from '../../cli/story/result.ts';
import type { PipelineRun } from '../../local/pipelines/run-status.ts';
import { modelkeep, type Run } from '../support/modelkeep.ts';

export interface Played {
  readonly run: Run;
  readonly result: StoryResult;
  /** The platform's home, in which the story was played. */
  readonly home: string;
}

/** Plays a story of jobs once for the tests of a block. */
export function playedStory(useCase: string): () => Played {
  let played: Played | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), `modelkeep-${useCase}-`));
    const args = ['story', '--use-case', useCase, '--once', '--json', '--port', '0'];
    const run = await modelkeep(args, { env: { MODELKEEP_HOME: folder } });
    if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}: ${run.stderr}`);
    const result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as StoryResult;
    played = { run, result, home: path.join(folder, 'story') };
  }, 600_000);
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (!played) throw new Error('the story is played before the first test');
    return played;
  };
}

/** Both trainings of a story went through the pipeline that Terraform deploys, step by step, and met the gate. */
export async function expectWholePipelines(home: string): Promise<void> {
  const runs = path.join(home, 'pipelines/runs');
  const names = await readdir(runs);
  expect(names).toHaveLength(2);
  for (const name of names) {
    const { steps } = JSON.parse(await readFile(path.join(runs, name, 'status.json'), 'utf8')) as PipelineRun;
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
}

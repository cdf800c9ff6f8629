import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownPrograms } from '../../local/pipelines/own-programs.ts';
import { medicationAdherence } from '../../usecases/medication-adherence.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { pipelineRunnerContract } from '../contracts/pipeline-runner.contract.ts';
import { tiny } from '../pipelines/local-run.ts';
import { runChild } from './child.ts';
import { jobsRunner, requestFor } from './jobs-runner.ts';
import { inTemporaryFolder } from './temporary.ts';

pipelineRunnerContract('pipelines of jobs on one machine', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-jobs-'));
  const { runner, objects, alarms, db } = jobsRunner(folder, { '*': tiny() });
  return {
    runner,
    request: (name) => requestFor(objects, name),
    cleanup: async () => {
      await runner.close();
      alarms.close();
      db.close();
      await rm(folder, { recursive: true });
    },
  };
});

const ended = (folder: string, programs: Parameters<typeof jobsRunner>[1]) =>
  inRunner(folder, programs, async ({ runner, objects }) => {
    const { pipelineExecutionId: id } = await runner.start(await requestFor(objects, 'e'));
    await runner.idle();
    return runner.describe(id);
  });

async function inRunner<T>(
  folder: string,
  programs: Parameters<typeof jobsRunner>[1],
  use: (made: ReturnType<typeof jobsRunner>) => Promise<T>,
): Promise<T> {
  const made = jobsRunner(folder, programs);
  try {
    return await use(made);
  } finally {
    await made.runner.close();
    made.alarms.close();
    made.db.close();
  }
}

describe('JobsPipelineRunner', () => {
  test.each(['Preprocess', 'Train', 'Evaluate', 'Assemble'])(
    'a program that fails in %s: the step, its reason, the end of its log',
    (step) =>
      inTemporaryFolder(async (folder) => {
        const programs = { '*': tiny(), [`#${step}`]: tiny({ FAIL: 'no rows' }) };
        const { status, failureReason = '' } = await ended(folder, programs);
        expect(status).toBe('Failed');
        const [first, ...more] = failureReason.split('\n');
        expect(first).toBe(`step ${step}: exit code 3: no rows`);
        expect(more).toEqual(expect.arrayContaining(['line one of the log', 'line two of the log']));
      }),
  );

  test('a model below the gate has been trained: its files are whole, and no rows are left behind', () =>
    inTemporaryFolder(async (folder) => {
      expect(await ended(folder, { '*': tiny({ SCORE: '0.5' }) })).toEqual({ status: 'Succeeded' });
      expect(existsSync(path.join(folder, 'objects/files/executions/e/version.csv'))).toBe(true);
      expect(existsSync(path.join(folder, 'pipelines/s3/modelkeep-artifacts/breast-cancer/e'))).toBe(false);
      expect(existsSync(path.join(folder, 'pipelines/runs/e-1/Train/log.txt'))).toBe(true);
    }));

  test('closed and started again it goes on, with the steps that had ended', () =>
    inTemporaryFolder(async (folder) => {
      await inRunner(folder, { '*': tiny(), '#Evaluate': tiny({ HANG: 'polite' }) }, async (made) => {
        await made.runner.start(await requestFor(made.objects, 'e'));
        while (!made.lines.includes('ready')) await new Promise((resolve) => setTimeout(resolve, 10));
      });
      await inRunner(folder, { '*': tiny() }, async ({ runner }) => {
        expect((await runner.describe('pipeline/e')).status).toBe('Executing');
        runner.resume();
        await runner.idle();
        expect(await runner.describe('pipeline/e')).toEqual({ status: 'Succeeded' });
      });
      const steps = await readFile(path.join(folder, 'pipelines/runs/e-2/status.json'), 'utf8');
      expect(JSON.parse(steps)).toMatchObject({
        steps: expect.arrayContaining([expect.objectContaining({ name: 'Train', cached: true })]),
      });
    }));

  test('kill -9: what was left running is ended, the pipeline begins again', () =>
    inTemporaryFolder(async (folder) => {
      const { killed } = await runChild(new URL('./jobs-child.ts', import.meta.url), [folder], {
        killAfterMs: 0,
      });
      expect(killed).toBe(true);
      const step = path.join(folder, 'pipelines/runs/e-1/Train');
      const pid = Number(await readFile(path.join(step, 'process.pid'), 'utf8'));
      expect(process.kill(pid, 0)).toBe(true);
      await inRunner(folder, { '*': tiny() }, async ({ runner }) => {
        runner.resume();
        await runner.idle();
        expect(await runner.describe('pipeline/e')).toEqual({ status: 'Succeeded' });
      });
      expect(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ')).toContain(' Z ');
    }));

  test('a pipeline with which the platform ended three times is given up', () =>
    inTemporaryFolder((folder) =>
      inRunner(folder, { '*': tiny() }, async ({ runner, db, objects }) => {
        const request = await requestFor(objects, 'e');
        db.prepare("INSERT INTO pipeline_runs VALUES ('pipeline/e', ?, 'Executing', NULL, 3, 0, NULL)").run(
          JSON.stringify(request),
        );
        runner.resume();
        await runner.idle();
        expect(await runner.describe('pipeline/e')).toMatchObject({
          status: 'Failed',
          failureReason: expect.stringMatching(/^the platform ended 3 times while the pipeline ran/),
        });
      }),
    ));

  test('without the Python environment: what to run', () =>
    inTemporaryFolder((folder) => {
      expect(() => ownPrograms(medicationAdherence, {}, folder)).toThrow(
        /\.venv\/tabular: got nothing, expected made by `npm run setup:python -- tabular`/,
      );
      expect(() => ownPrograms(skinLesion, {}, folder)).toThrow(
        /\.venv\/vision: got nothing, expected made by `npm run setup:python -- vision`/,
      );
      expect(Object.keys(ownPrograms(medicationAdherence, { '*': tiny() }, folder))).toContain('*');
    }));
});

import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import type { TrainingRequest } from '../../domain/ports.ts';
import { inTemporaryFolder } from '../../tests/local/temporary.ts';
import { FakeClock } from '../../tests/support/doubles.ts';
import { FolderObjectStore } from '../adapters/folder-objects.ts';
import { Alarms } from '../alarms.ts';
import { Committer } from '../state/committer.ts';
import { openDatabase } from '../state/database.ts';
import { WorkerPipelineRunner } from './worker-pipeline-runner.ts';

const request = (executionName: string, what: string): TrainingRequest => ({
  useCase: 'toy',
  executionName,
  snapshotKey: 's',
  snapshotHash: 'h',
  outputPrefix: `out/${executionName}/`,
  parameters: { what },
});
const program = new URL('../../tests/local/toy-training.ts', import.meta.url);

function make(folder: string, db = openDatabase(path.join(folder, 'db'))) {
  const clock = new FakeClock();
  const alarms = new Alarms(clock, { manual: true });
  const objects = path.join(folder, 'objects');
  const runner = new WorkerPipelineRunner({
    db,
    committer: new Committer(db),
    clock,
    alarms,
    objects,
    program,
  });
  const runs = async (name: string) => {
    const found = await new FolderObjectStore(objects).get(`out/${name}/runs`);
    return found ? new TextDecoder().decode(found.body) : undefined;
  };
  return { db, clock, alarms, runner, runs };
}

describe('WorkerPipelineRunner', () => {
  test('trains once for each execution, one after the other', () =>
    inTemporaryFolder(async (folder) => {
      const { runner, runs } = make(folder);
      const starts = await Promise.all(['a', 'a', 'b'].map((name) => runner.start(request(name, 'work'))));
      expect(starts.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual(['a', 'a', 'b']);
      expect(await runner.describe('b')).toEqual({ status: 'Executing' });
      await runner.idle();
      await runner.start(request('a', 'work'));
      await runner.idle();
      expect(await runner.describe('a')).toEqual({ status: 'Succeeded' });
      expect([await runs('a'), await runs('b')]).toEqual(['1', '1']);
      await expect(runner.describe('none')).rejects.toThrow(/no training has the id/);
    }));

  test.each([
    ['fail', 'ArtifactError: no snapshot'],
    ['throw', 'RangeError: broken program'],
    ['exit', 'the training ended without an answer'],
  ])('%s: failed, with the reason', (what, failureReason) =>
    inTemporaryFolder(async (folder) => {
      const { runner } = make(folder);
      await runner.start(request('a', what));
      await runner.idle();
      expect(await runner.describe('a')).toEqual({ status: 'Failed', failureReason });
    }),
  );

  test('one that hangs is stopped by its timeout, or by hand', () =>
    inTemporaryFolder(async (folder) => {
      const { runner, clock, alarms } = make(folder);
      await runner.start(request('a', 'hang'));
      clock.advance(1800);
      alarms.wake();
      await runner.idle();
      expect(await runner.describe('a')).toEqual({
        status: 'Failed',
        failureReason: 'the training did not end within 1800 s',
      });
      await runner.start(request('b', 'hang'));
      await runner.start(request('c', 'work'));
      await runner.stop('c');
      await runner.stop('b');
      await runner.stop('b');
      await runner.idle();
      expect(await runner.describe('b')).toEqual({ status: 'Stopped' });
      expect(await runner.describe('c')).toEqual({ status: 'Stopped' });
    }));

  test('what the end of the process cut short begins again', () =>
    inTemporaryFolder(async (folder) => {
      const first = make(folder);
      await first.runner.start(request('a', 'hang'));
      await first.runner.close();
      expect(await first.runner.describe('a')).toEqual({ status: 'Executing' });
      first.db.exec(`UPDATE training_jobs SET request = '${JSON.stringify(request('a', 'work'))}'`);
      const second = make(folder, first.db);
      second.runner.resume();
      await second.runner.idle();
      expect(await second.runner.describe('a')).toEqual({ status: 'Succeeded' });
    }));
});

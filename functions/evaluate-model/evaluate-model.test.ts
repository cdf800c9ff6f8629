import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import { getVersion, listVersions } from '../../domain/registry/store.ts';
import { ArtifactError, StaleGenerationError } from '../../domain/retraining/errors.ts';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { runTraining } from '../../domain/training/train.ts';
import { wisconsin, World } from '../../tests/support/world.ts';
import { evaluateModel } from './evaluate-model.ts';

const useCase = 'breast-cancer';
let world: World;
let snapshotHash: string;

beforeEach(async () => {
  world = new World();
  const snapshot = makeSnapshot(wisconsin, world.useCase.data);
  snapshotHash = snapshot.hash;
  await world.objects.put('s.csv', snapshot.csv);
  await runTraining(
    {
      useCase,
      executionName: 'e',
      snapshotKey: 's.csv',
      snapshotHash,
      outputPrefix: 'executions/e/',
      parameters: { codeVersion: 'abc' },
    },
    world,
  );
  const { write } = acquireLockWrite(await readLock(world.records, useCase), 'e', world.clock.now());
  await world.records.write([write]);
});

const evaluate = (change: { executionName?: string; snapshotHash?: string } = {}) =>
  evaluateModel(world, {
    executionName: change.executionName ?? 'e',
    useCase,
    generation: 1,
    trigger: { useCase, reason: 'manual', cause: 'c', requestedAt: 't' },
    pipeline: {
      pipelineExecutionId: 'p',
      startedAt: '2026-01-05T07:00:00.000Z',
      snapshotKey: 's.csv',
      snapshotHash: change.snapshotHash ?? snapshotHash,
      rows: 569,
      outputPrefix: 'executions/e/',
      trafficKey: null,
    },
  });

describe('evaluateModel', () => {
  test('registers the first version with its verdict, once', async () => {
    const result = await evaluate();
    expect(result).toMatchObject({ passed: true, version: 1, championVersion: null, championMetrics: null });
    expect(result.reasons).toContain('there is no version in service to compare with');
    expect(await evaluate()).toEqual(result);
    const { versions } = await listVersions(world.records, useCase);
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({
      status: 'PendingManualApproval',
      codeVersion: 'abc',
      snapshotAt: '2026-01-05T07:00:00.000Z',
      modelKey: 'executions/e/model.json',
      holdoutKey: 'executions/e/holdout.csv',
    });
  });

  test('compares with the version in service on the same held-out rows', async () => {
    await world.serve(1);
    const result = await evaluate();
    expect(result).toMatchObject({ version: 2, championVersion: 1 });
    expect(result.championMetrics!['rocAuc']).toBeGreaterThan(0.9);
    expect(result.reasons.join('\n')).toMatch(/rocAuc .* in version 1 on the same rows/);
  });

  test.each([
    ['gone', async (key: string) => world.objects.delete(key), /not in the object store/],
    ['changed', async (key: string) => world.objects.put(key, '{}'), /changed or damaged/],
  ])(
    'a version in service whose file is %s keeps its successor not out, and people read why',
    async (_, damage, why) => {
      const champion = await world.serve(1);
      await damage(champion.modelKey);
      const result = await evaluate();
      expect(result).toMatchObject({ passed: true, championVersion: 1, championMetrics: null });
      expect(result.reasons.join('\n')).toMatch(why);
    },
  );

  test('a model of another snapshot is refused', async () => {
    await expect(evaluate({ snapshotHash: 'b'.repeat(64) })).rejects.toThrow(ArtifactError);
    expect(await getVersion(world.records, useCase, 1)).toBeUndefined();
  });

  test.each(['model.json', 'evaluation.json', 'baseline.json', 'holdout.csv'])(
    'a missing %s is named',
    async (file) => {
      await world.objects.delete(`executions/e/${file}`);
      await expect(evaluate()).rejects.toThrow(`executions/e/${file}: not in the object store`);
    },
  );

  test('who lost the lock registers nothing', async () => {
    await expect(evaluate({ executionName: 'other' })).rejects.toThrow(StaleGenerationError);
    expect((await listVersions(world.records, useCase)).versions).toEqual([]);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { wisconsin, World } from '../../tests/support/world.ts';
import { createHash } from 'node:crypto';
import { selectLabelled } from '../dataset/labelled.ts';
import { makeSnapshot } from '../dataset/snapshot.ts';
import { parseModel } from '../model/portable-model.ts';
import { scoreTable } from '../model/scorer.ts';
import { ConditionFailedError } from '../ports.ts';
import { createVersionWrite } from '../registry/store.ts';
import { StaleGenerationError } from '../retraining/errors.ts';
import { acquireLockWrite, readLock, releaseLockWrite } from '../retraining/lock.ts';
import { PointerDeployer } from './pointer-deployer.ts';
import { deployEffectKey, deploymentIdOf, readServing } from './serving-store.ts';

const useCase = 'breast-cancer';
let world: World;
let deployer: PointerDeployer;
let traffic = { requests: 0, failures: 0 };

/** Version 1 serves, version 2 lies ready, execution `e` holds the lock. */
beforeEach(async () => {
  world = new World();
  traffic = { requests: 0, failures: 0 };
  const first = await world.serve(1);
  await world.records.write([createVersionWrite({ ...first, version: 2, status: 'Approved' })]);
  await lock('e');
  const { records, objects, clock, useCases } = world;
  const health = { traffic: async () => traffic };
  deployer = new PointerDeployer({ records, objects, clock, useCases, health });
});

async function lock(holder: string): Promise<number> {
  const before = await readLock(world.records, useCase);
  const free = before.data.holder === null ? undefined : releaseLockWrite(before, before.data.holder);
  if (free) await world.records.write([free]);
  const { write, generation } = acquireLockWrite(
    await readLock(world.records, useCase),
    holder,
    world.clock.now(),
  );
  await world.records.write([write]);
  return generation;
}

const request = (executionName = 'e', generation = 1, version = 2) => ({
  useCase,
  version,
  modelKey: `models/breast-cancer/v1/model.json`,
  effectKey: deployEffectKey(executionName),
  generation,
});
const serving = async () => (await readServing(world.records, useCase)).data;

describe('PointerDeployer', () => {
  test('flips the pointer once for a key, and remembers what served before', async () => {
    const one = await deployer.deploy(request());
    world.clock.advance(10);
    const two = await deployer.deploy(request());
    expect(two).toEqual(one);
    expect(await serving()).toMatchObject({
      live: { version: 2, since: '2026-01-05T08:00:00.000Z' },
      previous: { version: 1 },
      deployment: { deploymentId: one.deploymentId, status: 'InProgress' },
      generation: 1,
    });
    expect(one.deploymentId).toMatch(/^[a-z0-9-]{1,63}$/);
  });

  test('a hundred at once flip it once', async () => {
    await Promise.all(Array.from({ length: 100 }, () => deployer.deploy(request())));
    const record = await world.records.get({ pk: `use-case#${useCase}`, sk: 'serving' });
    expect(record?.version).toBe(2);
  });

  test('an older generation is refused, and so is one that lost the lock', async () => {
    const generation = await lock('f');
    await expect(deployer.deploy(request('e', 1))).rejects.toThrow(StaleGenerationError);
    await deployer.deploy(request('f', generation));
    await expect(deployer.deploy(request('e', 1))).rejects.toThrow(/generation 1 meets generation 2/);
    await expect(
      deployer.rollback({ useCase, deploymentId: deploymentIdOf('e/DeployModel'), generation: 1 }),
    ).rejects.toThrow(StaleGenerationError);
    expect((await serving()).live?.version).toBe(2);
  });

  test('rolls back to what served before, once; the key is then used up', async () => {
    const { deploymentId } = await deployer.deploy(request());
    const back = { useCase, deploymentId, generation: 1 };
    expect(await deployer.rollback(back)).toEqual({ restoredVersion: 1 });
    expect(await deployer.rollback(back)).toEqual({ restoredVersion: 1 });
    await deployer.deploy(request());
    expect(await serving()).toMatchObject({ live: { version: 1 }, deployment: { status: 'RolledBack' } });
    expect(await deployer.describe(useCase, deploymentId)).toMatchObject({ status: 'Unhealthy' });
  });

  test('the rollback of a deployment that never was changes nothing', async () => {
    const before = await serving();
    expect(await deployer.rollback({ useCase, deploymentId: 'd-x', generation: 5 })).toEqual({
      restoredVersion: 1,
    });
    expect(await serving()).toEqual(before);
  });

  test('the first version of all, taken back, leaves nothing in service', async () => {
    await world.records.write([
      { op: 'delete', key: { pk: `use-case#${useCase}`, sk: 'serving' }, condition: 'exists' },
    ]);
    const { deploymentId } = await deployer.deploy(request());
    expect(await deployer.rollback({ useCase, deploymentId, generation: 1 })).toEqual({
      restoredVersion: null,
    });
    expect((await serving()).live).toBeNull();
  });

  test('healthy after the bake time', async () => {
    const { deploymentId } = await deployer.deploy(request());
    world.clock.advance(59);
    expect(await deployer.describe(useCase, deploymentId)).toEqual({ status: 'InProgress' });
    world.clock.advance(1);
    expect(await deployer.describe(useCase, deploymentId)).toEqual({ status: 'Healthy' });
    expect(await deployer.describe(useCase, 'd-other')).toMatchObject({
      status: 'Unhealthy',
      reason: expect.stringContaining('replaced'),
    });
  });

  test.each([
    [1000, 10, 'InProgress'],
    [1000, 11, 'Unhealthy'],
    [0, 1, 'Unhealthy'],
    [0, 0, 'InProgress'],
  ])('of %i predictions %i failed: %s', async (requests, failures, status) => {
    const { deploymentId } = await deployer.deploy(request());
    traffic = { requests, failures };
    expect((await deployer.describe(useCase, deploymentId)).status).toBe(status);
  });

  test.each([
    [
      'gone',
      async () => world.objects.delete('models/breast-cancer/v1/model.json'),
      /not in the object store/,
    ],
    ['changed', async () => world.objects.put('models/breast-cancer/v1/model.json', '{}'), /has SHA-256/],
  ])('unhealthy where the model file is %s', async (_, damage, reason) => {
    const { deploymentId } = await deployer.deploy(request());
    await damage();
    const state = await deployer.describe(useCase, deploymentId);
    expect(state.status).toBe('Unhealthy');
    expect(state.reason).toMatch(reason);
  });

  test.each([
    [0, 'InProgress'],
    [1e-6, 'Unhealthy'],
  ])('probes that are off by %d: %s', async (off, status) => {
    const holdout = selectLabelled(wisconsin, [0, 1, 2, 19, 20]);
    const snapshot = makeSnapshot(holdout, world.useCase.data);
    const file = (await world.objects.get('models/breast-cancer/v1/model.json'))!.body;
    const model = parseModel(new TextDecoder().decode(file));
    const probes = [...scoreTable(model, holdout.table)].map((probability, row) => ({
      row,
      probability: probability + (row === 3 ? off : 0),
    }));
    const hash = createHash('sha256').update('x').digest('hex');
    const evaluation = {
      schemaVersion: 1,
      useCase,
      trainedAt: 't',
      snapshotHash: hash,
      modelHash: hash,
      baselineHash: hash,
      holdoutHash: snapshot.hash,
      rows: { training: 1, holdout: 5, baseline: 1 },
      metrics: {},
      confusionMatrix: { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 },
      calibration: [],
      roc: [],
      subgroups: [],
      crossValidation: { folds: 2, metrics: {} },
      probes,
    };
    await world.objects.put('e/evaluation.json', JSON.stringify(evaluation));
    await world.objects.put('e/holdout.csv', snapshot.csv);
    const first = await world.serve(1, { evaluationKey: 'e/evaluation.json', holdoutKey: 'e/holdout.csv' });
    const second = createVersionWrite({ ...first, version: 2 });
    if (second.op === 'put') await world.records.write([{ ...second, condition: 'any' }]);
    const { deploymentId } = await deployer.deploy(request());
    expect((await deployer.describe(useCase, deploymentId)).status).toBe(status);
  });

  test('a store that keeps changing is told as such', async () => {
    world.records.beforeWrite = () => {
      throw new ConditionFailedError('busy');
    };
    await expect(deployer.deploy(request())).rejects.toThrow(/changed 5 times/);
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import {
  ArtifactError,
  ServiceThrottledError,
  ServiceUnavailableError,
} from '../../domain/retraining/errors.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import { checkDeployment } from '../../functions/check-deployment/check-deployment.ts';
import { RetrainingWorld } from './retraining-world.ts';

let world: RetrainingWorld;
afterEach(() => world.close());

/** Version 1 in service, sixty rows confirmed since. */
async function ready(...given: ConstructorParameters<typeof RetrainingWorld>): Promise<RetrainingWorld> {
  world = new RetrainingWorld(...given);
  await world.serveFirst();
  await world.confirm(60);
  return world;
}

/** Starts and runs to the end; what was served and whether people were told once is looked at by each test. */
async function retrain(): Promise<string> {
  const { status, executionName } = await world.start();
  expect(status).toBe('Started');
  await world.run(executionName);
  return executionName;
}

const once = { notifications: 1, lockHolder: null };

describe('each way through the machine ends as row D2 says', () => {
  test('first version, then a second one on base and confirmed rows: Deployed', async () => {
    await ready();
    expect(await world.statusOf(1)).toBe('InService');
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'SUCCEEDED',
      outcome: 'Deployed',
      recorded: 'Succeeded',
      live: 2,
    });
    expect([await world.statusOf(1), await world.statusOf(2)]).toEqual(['Archived', 'InService']);
    expect(world.pipelines.requests).toHaveLength(1);
    const [told] = world.platform.alerts;
    expect(told).toMatchObject({ severity: 'info', title: 'Version 2 is in service' });
    expect(told!['metrics']).toEqual(
      expect.arrayContaining([{ name: 'accuracy', before: expect.any(Number), after: expect.any(Number) }]),
    );
  });

  test('too little data: InsufficientData', async () => {
    world = new RetrainingWorld();
    await world.serveFirst();
    await world.confirm(49);
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'SUCCEEDED',
      outcome: 'InsufficientData',
      live: 1,
      reasons: [expect.stringMatching(/^49 new rows since version 1 .*50 are needed$/)],
    });
    expect(world.pipelines.requests).toEqual([]);
  });

  test('base table damaged: PipelineFailed, and people read what to do', async () => {
    await ready();
    await world.objects.put('base/breast-cancer/data.csv', 'id,diagnosis\n');
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'PipelineFailed',
      outcome: 'PipelineFailed',
      live: 1,
      reasons: [expect.stringMatching(/ArtifactError: base.*restore it/)],
    });
  });

  test('the pipeline fails: PipelineFailed', async () => {
    await ready();
    world.pipelines.script = 'fail';
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'PipelineFailed',
      live: 1,
      reasons: ['the training ended Failed: no capacity for the instance'],
    });
    expect(await world.statusOf(2)).toBeUndefined();
  });

  test('the pipeline hangs: stopped at its deadline, PipelineTimedOut', async () => {
    await ready();
    world.pipelines.script = 'hang';
    const before = world.clock.now().getTime();
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'PipelineTimedOut',
      live: 1,
    });
    expect(world.pipelines.stopped).toEqual([`pipeline-${name}`]);
    const minutes = (world.clock.now().getTime() - before) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(minutes).toBeLessThan(33);
  });

  test('nobody can ask for the status: the pipeline is stopped, PipelineFailed', async () => {
    await ready();
    world.pipelines.script = 'hang';
    world.faults.push({ state: 'CheckPipelineStatus', error: new Error('no such pipeline'), times: 99 });
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({ ...once, status: 'FAILED', error: 'PipelineFailed' });
    expect(world.pipelines.stopped).toHaveLength(1);
  });

  test.each(['model.json', 'evaluation.json', 'holdout.csv', 'baseline.json'])(
    'the training leaves a damaged %s: PipelineFailed, nothing is registered',
    async (file) => {
      await ready();
      world.pipelines.script = { break: (prefix) => world.objects.put(`${prefix}${file}`, '{"a":1}') };
      const name = await retrain();
      expect(await world.outcomeOf(name)).toMatchObject({
        ...once,
        status: 'FAILED',
        error: 'PipelineFailed',
        live: 1,
        reasons: [expect.stringContaining('ArtifactError')],
      });
      expect(await world.statusOf(2)).toBeUndefined();
    },
  );

  test('the gate rejects: GateRejected, kept in the registry as rejected', async () => {
    await ready();
    world.useCase = {
      ...world.useCase,
      gate: { ...world.useCase.gate, thresholds: [{ metric: 'accuracy', atLeast: 1.01 }] },
    };
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'SUCCEEDED',
      outcome: 'GateRejected',
      live: 1,
    });
    expect((await world.outcomeOf(name)).reasons![0]).toMatch(/accuracy 0\.\d+: not at least 1\.01/);
    expect(await world.statusOf(2)).toBe('Rejected');
  });

  test('approved by a person: Deployed', async () => {
    await ready();
    world.useCase = { ...world.useCase, retraining: { ...world.useCase.retraining, approval: 'manual' } };
    const { executionName } = await world.start({ requestedBy: 'bob' });
    await world.run(executionName, 'RequestApproval');
    expect(world.platform.alerts).toMatchObject([
      { topic: 'approval', link: '/models/2?useCase=breast-cancer' },
    ]);
    expect(JSON.stringify(world.platform.alerts)).not.toContain((await world.approvalOf(2))!.token);
    expect((await world.decide(2, 'approve')).status).toBe(200);
    await world.run(executionName);
    expect(await world.outcomeOf(executionName)).toMatchObject({ ...once, outcome: 'Deployed', live: 2 });
  });

  test('rejected by a person: ApprovalRejected', async () => {
    await ready();
    world.useCase = { ...world.useCase, retraining: { ...world.useCase.retraining, approval: 'manual' } };
    const { executionName } = await world.start();
    await world.run(executionName, 'RequestApproval');
    expect((await world.decide(2, 'reject', 'ada', { reason: 'too few rows' })).status).toBe(200);
    await world.run(executionName);
    expect(await world.outcomeOf(executionName)).toMatchObject({
      ...once,
      status: 'SUCCEEDED',
      outcome: 'ApprovalRejected',
      live: 1,
      reasons: ['rejected by ada: too few rows'],
    });
    expect(await world.statusOf(2)).toBe('Rejected');
  });

  test('nobody decides: ApprovalTimedOut, and a late decision is refused', async () => {
    await ready();
    world.useCase = { ...world.useCase, retraining: { ...world.useCase.retraining, approval: 'manual' } };
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'ApprovalTimedOut',
      live: 1,
      reasons: [expect.stringContaining('nobody decided within 72 hours')],
    });
    expect(await world.statusOf(2)).toBe('Rejected');
    expect((await world.decide(2, 'approve')).status).toBe(409);
  });

  test('the deployment fails: DeployFailed, the version before serves', async () => {
    await ready();
    world.faults.push({ state: 'DeployModel', error: new Error('endpoint quota'), times: 99 });
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'DeployFailed',
      live: 1,
      reasons: ['Error: endpoint quota'],
    });
    expect(await world.statusOf(2)).toBe('Approved');
  });

  test('a deployment that stops half way is restored: DeployFailed', async () => {
    await ready();
    const { executionName } = await world.start();
    world.faults.push({
      state: 'DeployModel',
      error: new Error('died'),
      times: 99,
      // The pointer flips, then the function dies.
      after: () =>
        world.detachedDeployer.deploy({
          useCase: 'breast-cancer',
          version: 2,
          modelKey: `executions/${executionName}/model.json`,
          effectKey: `${executionName}/DeployModel`,
          generation: 2,
        }),
    });
    await world.run(executionName);
    expect(await world.outcomeOf(executionName)).toMatchObject({ ...once, error: 'DeployFailed', live: 1 });
  });

  test('predictions fail after the switch: rolled back, RolledBack', async () => {
    await ready();
    Object.assign(world.health, { requests: 100, failures: 2 });
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      status: 'FAILED',
      error: 'RolledBack',
      live: 1,
      reasons: [
        '2 of 100 predictions failed since the deployment, at most 1 % may',
        'version 1 serves again',
      ],
    });
    expect([await world.statusOf(1), await world.statusOf(2)]).toEqual(['InService', 'RolledBack']);
  });

  test('the model file is changed after the switch: rolled back', async () => {
    await ready();
    const { executionName } = await world.start();
    await world.run(executionName, 'WaitForDeployment');
    expect((await world.outcomeOf(executionName)).live).toBe(2);
    await world.objects.put(`executions/${executionName}/model.json`, '{}');
    await world.run(executionName);
    expect(await world.outcomeOf(executionName)).toMatchObject({ ...once, error: 'RolledBack', live: 1 });
  });

  test('health cannot be told: rolled back', async () => {
    await ready();
    world.faults.push({ state: 'CheckDeployment', error: new Error('no metrics'), times: 99 });
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({ ...once, error: 'RolledBack', live: 1 });
  });

  test('made final, but nobody learns of it: taken back, the version before is in service again', async () => {
    await ready();
    const { executionName } = await world.start();
    world.faults.push({
      state: 'CheckDeployment',
      error: new Error('died'),
      times: 99,
      after: async () => {
        const { records } = world.platform;
        const deployer = world.detachedDeployer;
        const { deployment } = (await readServing(records, 'breast-cancer')).data;
        const { deploymentId = '', startedAt = '' } = deployment ?? {};
        await checkDeployment(
          { records, deployer, clock: world.clock },
          {
            executionName,
            useCase: 'breast-cancer',
            generation: 2,
            deployment: { deploymentId, startedAt, version: 2, previousVersion: 1 },
          },
        );
        expect([await world.statusOf(1), await world.statusOf(2)]).toEqual(['Archived', 'InService']);
      },
    });
    await world.run(executionName);
    expect(await world.outcomeOf(executionName)).toMatchObject({ ...once, error: 'RolledBack', live: 1 });
    expect([await world.statusOf(1), await world.statusOf(2)]).toEqual(['InService', 'RolledBack']);
  });

  test('not healthy by the deadline: rolled back', async () => {
    await ready({ deploymentTimeoutMinutes: 5 });
    world.useCase = { ...world.useCase, serving: { ...world.useCase.serving, bakeSeconds: 3600 } };
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({
      ...once,
      error: 'RolledBack',
      live: 1,
      reasons: ['it was not healthy within 5 minutes', 'version 1 serves again'],
    });
  });

  test('even the rollback fails: DeployFailed, and on-execution-ended takes it back', async () => {
    await ready();
    Object.assign(world.health, { requests: 10, failures: 10 });
    world.faults.push({ state: 'RollBack', error: new Error('no'), times: 99 });
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({ ...once, error: 'DeployFailed', live: 2 });
    await world.deliverEnds(3);
    expect(await world.outcomeOf(name)).toMatchObject({ ...once, error: 'DeployFailed', live: 1 });
    expect([await world.statusOf(1), await world.statusOf(2)]).toEqual(['InService', 'RolledBack']);
  });
});

describe('what fails in passing', () => {
  test.each([
    ['CheckDataAvailability'],
    ['StartPipeline'],
    ['CheckPipelineStatus'],
    ['EvaluateModel'],
    ['ApproveModel'],
    ['DeployModel'],
    ['CheckDeployment'],
    ['ReleaseLock'],
    ['NotifyOutcome'],
  ])('throttling in %s is retried', async (state) => {
    await ready();
    world.faults.push(
      { state, error: new ServiceThrottledError('slow down'), times: 4 },
      { state, error: new ServiceUnavailableError('later'), times: 2 },
    );
    const name = await retrain();
    expect(await world.outcomeOf(name)).toMatchObject({ ...once, outcome: 'Deployed', live: 2 });
    expect(world.calls.filter((called) => called === state).length).toBeGreaterThanOrEqual(7);
  });

  test('what will not pass is not retried', async () => {
    await ready();
    world.faults.push({ state: 'EvaluateModel', error: new ArtifactError('broken'), times: 99 });
    await retrain();
    expect(world.calls.filter((called) => called === 'EvaluateModel')).toHaveLength(1);
  });

  test.each(['ReleaseLock', 'NotifyOutcome'])(
    'a %s that fails for good still reaches the end, and on-execution-ended makes up for it',
    async (state) => {
      await ready();
      world.faults.push({ state, error: new Error('gone'), times: 99 });
      const name = await retrain();
      expect((await world.outcomeOf(name)).status).toBe('SUCCEEDED');
      await world.deliverEnds(3);
      expect(await world.outcomeOf(name)).toMatchObject({ ...once, outcome: 'Deployed', live: 2 });
    },
  );
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { partitions } from '../../domain/records/keys.ts';
import { readTrigger } from '../../domain/retraining/trigger-record.ts';
import { causeHash } from '../../domain/retraining/trigger.ts';
import { switchWrite } from '../../domain/usecase/switch.ts';
import { makeHandler } from '../../functions/start-retraining/handler.ts';
import { callHttp, testContext } from '../support/fuzz.ts';
import { RetrainingWorld, useCaseName } from './retraining-world.ts';

let world: RetrainingWorld;
afterEach(() => world.close());

async function ready(...given: ConstructorParameters<typeof RetrainingWorld>): Promise<RetrainingWorld> {
  world = new RetrainingWorld(...given);
  await world.serveFirst();
  await world.confirm(60);
  return world;
}

const driftEvent = (id: string) => ({
  source: 'modelkeep',
  'detail-type': 'Model Drift Confirmed',
  time: '2026-01-05T09:00:00.000Z',
  detail: {
    eventId: id,
    useCase: useCaseName,
    modelVersion: 1,
    windowId: 'w1',
    reportKey: 'drift/w1.json',
    features: ['radius_mean'],
    psiMax: 0.4,
    sentence: 'radius_mean moved',
  },
});

const executions = async () =>
  (await world.platform.records.query({ pk: partitions.executions(useCaseName) })).records.map(
    ({ data }) => data,
  );

describe('triggers', () => {
  test('1,000 copies of one drift event, many at once, make one execution and one notification', async () => {
    await ready();
    const handler = makeHandler(world.ports);
    const event = driftEvent('e1');
    const results = await Promise.all(Array.from({ length: 1000 }, () => handler(event, testContext)));
    const statuses = results.map((result) => (result as { status: string }).status);
    expect(statuses.filter((status) => status === 'Started')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'AlreadyStarted')).toHaveLength(999);
    const names = new Set(results.map((result) => (result as { executionName: string }).executionName));
    expect(names.size).toBe(1);
    const [name = ''] = names;
    await world.run(name);
    await handler(event, testContext);
    await world.platform.settle();
    expect(await executions()).toHaveLength(2);
    expect(world.platform.runner.list()).toHaveLength(2);
    expect(await world.outcomeOf(name)).toMatchObject({ outcome: 'Deployed', notifications: 1, live: 2 });
    expect(world.pipelines.requests).toHaveLength(1);
  });

  test('1,000 different causes at once make one execution; the others are superseded', async () => {
    await ready();
    const results = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => world.start({ cause: `c${i}` })),
    );
    const started = results.filter(({ status }) => status === 'Started');
    expect(started).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'Superseded')).toHaveLength(999);
    expect(new Set(results.map(({ executionName }) => executionName)).size).toBe(1);
    expect(await executions()).toHaveLength(2);
  });

  test.each([['WaitForPipeline'], ['RequestApproval'], ['WaitForDeployment']])(
    'a second trigger while one is in %s is recorded as superseded, not queued',
    async (state) => {
      await ready({ approval: state === 'RequestApproval' ? 'manual' : 'automatic' });
      if (state === 'RequestApproval') await firstWaits();
      const first = await world.start({ cause: 'one' });
      await world.run(first.executionName, state);
      const second = world.trigger({ cause: 'two', reason: 'drift' });
      const result = await world.start(second);
      expect(result).toEqual({
        status: 'Superseded',
        executionName: first.executionName,
        useCase: useCaseName,
      });
      expect((await readTrigger(world.platform.records, useCaseName, causeHash(second)))?.data).toMatchObject(
        { status: 'superseded', supersededBy: first.executionName },
      );
      if (state === 'RequestApproval') await world.decide(2, 'approve');
      await world.run(first.executionName);
      expect(await world.outcomeOf(first.executionName)).toMatchObject({
        outcome: 'Deployed',
        notifications: 1,
      });
      expect(await world.start(second)).toMatchObject({ status: 'Superseded' });
      expect(world.platform.runner.list()).toHaveLength(2);
    },
  );

  /** With manual approval the first version waits too. */
  async function firstWaits(): Promise<void> {
    const [execution] = world.platform.runner.list();
    await world.run(execution!.name, 'RequestApproval');
    await world.decide(1, 'approve');
    await world.run(execution!.name);
  }

  /** Ports of a function that dies when it calls the state machine. */
  const cutShort = () => {
    const { ports } = world;
    return {
      ...ports,
      machine: {
        start: async () => Promise.reject(new Error('killed')),
        describe: async (name: string) => ports.machine.describe(name),
      },
    };
  };

  test('cut short between lock and start: a copy of the event starts it', async () => {
    await ready();
    const { ports } = world;
    const handler = makeHandler(cutShort());
    await expect(handler(driftEvent('e1'), testContext)).rejects.toThrow('killed');
    expect(world.platform.runner.list()).toHaveLength(1);
    const result = await makeHandler(ports)(driftEvent('e1'), testContext);
    expect(result).toMatchObject({ status: 'AlreadyStarted' });
    expect(world.platform.runner.list()).toHaveLength(2);
  });

  test('cut short between lock and start: any other trigger starts it, and is superseded by it', async () => {
    await ready();
    const handler = makeHandler(cutShort());
    await expect(handler(driftEvent('e1'), testContext)).rejects.toThrow('killed');
    const second = await world.start({ cause: 'another' });
    expect(second.status).toBe('Superseded');
    await world.run(second.executionName);
    expect(await world.outcomeOf(second.executionName)).toMatchObject({
      outcome: 'Deployed',
      lockHolder: null,
    });
  });

  test('the holder ended and left the lock: the next trigger tidies up and starts', async () => {
    await ready();
    const first = await world.start({ cause: 'one' });
    await world.run(first.executionName, 'WaitForDeployment');
    await world.platform.runner.abort(first.executionName, 'by hand');
    expect(await world.outcomeOf(first.executionName)).toMatchObject({ live: 2, notifications: 0 });
    const second = await world.start({ cause: 'two' });
    expect(second.status).toBe('Started');
    expect(await world.outcomeOf(first.executionName)).toMatchObject({
      live: 1,
      outcome: 'Aborted',
      notifications: 1,
    });
    await world.run(second.executionName);
    expect(await world.outcomeOf(second.executionName)).toMatchObject({ outcome: 'Deployed', live: 3 });
    await world.deliverEnds(2);
    expect(await world.outcomeOf(first.executionName)).toMatchObject({ notifications: 1, live: 3 });
  });

  test('the holder had deployed and could not say so: it is closed as Deployed', async () => {
    await ready();
    for (const state of ['ReleaseLock', 'NotifyOutcome'])
      world.faults.push({ state, error: new Error('gone'), times: 1 });
    const first = await world.start({ cause: 'one' });
    await world.run(first.executionName);
    expect(await world.start({ cause: 'two' })).toMatchObject({ status: 'Started' });
    expect(await world.outcomeOf(first.executionName)).toMatchObject({
      outcome: 'Deployed',
      notifications: 1,
      live: 2,
    });
  });

  test('an automatic trigger within the cooldown is recorded, a person need not wait', async () => {
    await ready();
    const first = await world.start({ reason: 'drift', cause: 'one' });
    await world.run(first.executionName);
    await world.confirm(0);
    expect(await world.start({ reason: 'drift', cause: 'two' })).toMatchObject({ status: 'CoolingDown' });
    expect(await world.start({ reason: 'manual', cause: 'three' })).toMatchObject({ status: 'Started' });
    await world.run(world.platform.runner.list()[0]!.name);
    world.clock.advance(24 * 3600);
    expect(await world.start({ reason: 'drift', cause: 'four' })).toMatchObject({ status: 'Started' });
    expect(await world.start({ reason: 'drift', cause: 'two' })).toMatchObject({ status: 'CoolingDown' });
  });

  test('a paused use case is not retrained', async () => {
    await ready();
    const at = world.clock.now().toISOString();
    await world.platform.records.write([
      switchWrite({ useCase: useCaseName, paused: true, by: 'ada', at, reason: 'audit' }, undefined),
    ]);
    expect(await world.start()).toMatchObject({ status: 'Paused' });
    expect(world.platform.runner.list()).toHaveLength(1);
  });
});

describe('POST /retrain', () => {
  const retrain = (body: unknown, headers: Record<string, string> = {}, caller = 'ada@example.org') => {
    const handler = makeHandler(world.ports) as Parameters<typeof callHttp>[0];
    return callHttp(handler, { route: 'POST /retrain', body, headers, caller });
  };

  test('the same Idempotency-Key of the same caller is the same execution', async () => {
    await ready();
    const first = await retrain({ reason: 'new scanner' }, { 'Idempotency-Key': 'k1' });
    expect(first).toMatchObject({ status: 202, body: { status: 'Started' } });
    const second = await retrain({ reason: 'new scanner' }, { 'Idempotency-Key': 'k1' });
    expect(second.body).toMatchObject({
      status: 'AlreadyStarted',
      executionName: first.body['executionName'],
    });
    const other = await retrain({}, { 'Idempotency-Key': 'k1' }, 'bob');
    expect(other.body).toMatchObject({ status: 'Superseded' });
    const record = (await executions()).find(({ name }) => name === first.body['executionName']);
    expect(record).toMatchObject({
      trigger: { reason: 'manual', explanation: 'new scanner', requestedBy: 'ada@example.org' },
    });
  });

  test.each([
    [{ useCase: 'lung' }, {}, 404, 'useCase'],
    [{ useCase: 7 }, {}, 400, 'useCase'],
    [{ reasons: 'x' }, {}, 400, 'reasons'],
    [{}, { 'Idempotency-Key': 'with space' }, 400, 'Idempotency-Key'],
  ])('%j %j is refused by name', async (body, headers, status, field) => {
    await ready();
    const answer = await retrain(body, headers);
    expect(answer).toMatchObject({ status, body: { errors: [{ field }] } });
  });
});

describe('executions that end from outside', () => {
  test.each([['CheckPipelineStatus'], ['WaitForPipeline'], ['WaitForDeployment']])(
    'aborted in %s: taken back, lock freed, told once',
    async (state) => {
      await ready();
      if (state !== 'WaitForDeployment') world.pipelines.script = 'hang';
      const { executionName } = await world.start();
      await world.run(executionName, state === 'CheckPipelineStatus' ? 'WaitForPipeline' : state);
      await world.platform.runner.abort(executionName, 'somebody pressed stop');
      await world.deliverEnds(3);
      expect(await world.outcomeOf(executionName)).toMatchObject({
        status: 'ABORTED',
        outcome: 'Aborted',
        recorded: 'Failed',
        notifications: 1,
        lockHolder: null,
        live: 1,
      });
      expect(await world.statusOf(1)).toBe('InService');
    },
  );

  test('aborted while it waits for approval: the question is closed', async () => {
    await ready();
    world.useCase = { ...world.useCase, retraining: { ...world.useCase.retraining, approval: 'manual' } };
    const { executionName } = await world.start();
    await world.run(executionName, 'RequestApproval');
    await world.platform.runner.abort(executionName, 'stop');
    await world.deliverEnds();
    expect(await world.statusOf(2)).toBe('Rejected');
    expect(await world.approvalOf(2)).toMatchObject({ status: 'Closed' });
    expect((await world.decide(2, 'approve')).status).toBe(409);
  });

  test('an execution that was not started here is left alone', async () => {
    await ready();
    await world.platform.runner.start({ name: 'by-hand', input: { a: 1 } });
    await world.run('by-hand');
    world.platform.alerts.length = 0;
    await world.deliverEnds();
    expect(world.platform.alerts).toEqual([]);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '../../domain/records/keys.ts';
import { executionToStore, readExecution } from '../../domain/registry/execution.ts';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { pointerRollback } from '../../domain/serving/pointer-rollback.ts';
import { fuzzEvents, testContext } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

const useCase = 'breast-cancer';
const trigger = { useCase, reason: 'manual', cause: 'c', requestedAt: 't' } as const;
let world: World;

beforeEach(async () => {
  world = new World();
  const { write } = acquireLockWrite(await readLock(world.records, useCase), 'e', world.clock.now());
  const record = executionToStore({
    name: 'e',
    useCase,
    trigger,
    generation: 1,
    status: 'Running',
    outcome: null,
    startedAt: world.clock.now().toISOString(),
    endedAt: null,
    version: null,
    reasons: [],
  });
  await world.records.write([write, { op: 'put', record, condition: 'absent' }]);
});

const handler = () => {
  const { records, clock, ids, notifier, logger } = world;
  return makeHandler({
    records,
    clock,
    ids,
    notifier,
    logger,
    deployer: pointerRollback({ records, clock }),
  });
};
const ended = (status: string, more: object = {}) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { name: 'e', status, input: JSON.stringify({ executionName: 'e', useCase }), ...more },
});
const outcome = async () => {
  const record = await readExecution(world.records, useCase, 'e');
  const { holder } = (await readLock(world.records, useCase)).data;
  return { outcome: record?.data.outcome, holder, told: world.notifier.sent.length };
};

describe('onExecutionEnded', () => {
  test.each([
    ['TIMED_OUT', {}, 'TimedOut'],
    ['ABORTED', { error: null, cause: null }, 'Aborted'],
    ['FAILED', { error: 'States.Runtime', cause: 'a path' }, 'Aborted'],
    ['FAILED', { error: 'RolledBack', cause: 'x' }, 'RolledBack'],
    ['SUCCEEDED', { output: 'not JSON' }, 'Aborted'],
  ])('%s %j is closed as %s', async (status, more, expected) => {
    for (let copy = 0; copy < 3; copy += 1) await handler()(ended(status, more), testContext);
    expect(await outcome()).toEqual({ outcome: expected, holder: null, told: 1 });
  });

  test('one that runs, one of somebody else, and one without its input are left alone', async () => {
    await handler()(ended('RUNNING'), testContext);
    await handler()(ended('ABORTED', { input: undefined }), testContext);
    await handler()(ended('ABORTED', { name: 'other' }), testContext);
    expect(await outcome()).toEqual({ outcome: null, holder: 'e', told: 0 });
  });

  test('a message that cannot be sent is sent by the next delivery', async () => {
    const sent = world.notifier;
    const notify = async () => Promise.reject(new Error('no topic'));
    Object.assign(world, { notifier: { notify, sent: [] } });
    await expect(handler()(ended('ABORTED'), testContext)).rejects.toThrow('no topic');
    Object.assign(world, { notifier: sent });
    await handler()(ended('ABORTED'), testContext);
    expect(await outcome()).toEqual({ outcome: 'Aborted', holder: null, told: 1 });
    expect(await world.records.get(keys.effect('e', 'NotifyOutcome'))).toBeDefined();
  });

  test('any event is done or refused by name', async () => {
    await fuzzEvents(handler(), ended('ABORTED'));
  });
});

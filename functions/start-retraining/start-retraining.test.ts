import { beforeEach, describe, expect, test } from '@jest/globals';
import { keys, partitions } from '../../domain/records/keys.ts';
import { pointerRollback } from '../../domain/serving/pointer-rollback.ts';
import { callHttp, fuzzEvents, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';
import { startRetraining, type StartPorts } from './start-retraining.ts';

let world: World;
let started: string[];
let running: boolean;

beforeEach(() => {
  world = new World();
  started = [];
  running = true;
});

const ports = (): StartPorts & Pick<World, 'logger'> => {
  const { records, clock, ids, notifier, useCases, logger } = world;
  return {
    records,
    clock,
    ids,
    notifier,
    useCases,
    logger,
    deployer: pointerRollback({ records, clock }),
    machine: {
      start: async ({ name }) => {
        if (started.includes(name)) return 'already-exists';
        started.push(name);
        return 'started';
      },
      describe: async (name) =>
        started.includes(name) ? { status: running ? 'RUNNING' : 'TIMED_OUT' } : undefined,
    },
  };
};
const trigger = (cause: string) =>
  ({ useCase: 'breast-cancer', reason: 'manual', cause, requestedAt: 't' }) as const;
const http = () => makeHandler(ports()) as Parameters<typeof callHttp>[0];

describe('startRetraining', () => {
  test('writes the lock, the execution and the audit together', async () => {
    const { executionName } = await startRetraining(ports(), trigger('a'));
    const [audit] = (await world.records.query({ pk: partitions.audit('breast-cancer') })).records;
    expect(audit?.data).toMatchObject({ action: 'start-retraining', subject: `execution ${executionName}` });
    expect((await world.records.get(keys.execution('breast-cancer', executionName)))?.data).toMatchObject({
      status: 'Running',
      generation: 1,
      outcome: null,
    });
  });

  test('a transaction that fails leaves nothing', async () => {
    world.records.beforeWrite = (writes) => {
      if (writes.length > 1) throw new Error('killed');
    };
    await expect(startRetraining(ports(), trigger('a'))).rejects.toThrow('killed');
    expect(world.records.all()).toEqual([]);
    expect(started).toEqual([]);
  });

  test('a holder that timed out is tidied up: people are told, the next one starts', async () => {
    const first = await startRetraining(ports(), trigger('a'));
    running = false;
    const second = await startRetraining(ports(), trigger('b'));
    expect(second.status).toBe('Started');
    expect(world.notifier.sent).toMatchObject([
      { key: `${first.executionName}/outcome`, facts: { outcome: 'TimedOut' } },
    ]);
  });

  test('an unknown use case is an error that names the known ones', async () => {
    await expect(startRetraining(ports(), { ...trigger('a'), useCase: 'lung' })).rejects.toThrow(
      /expected one of breast-cancer/,
    );
  });
});

describe('its two entrances', () => {
  test('the first version by HTTP', async () => {
    const answer = await callHttp(http(), {
      route: 'POST /retrain',
      body: { reason: 'first-version', explanation: 'to begin with' },
    });
    expect(answer).toMatchObject({ status: 202, body: { status: 'Started', useCase: 'breast-cancer' } });
    const record = await world.records.get(keys.execution('breast-cancer', started[0]!));
    expect(record?.data['trigger']).toMatchObject({ reason: 'first-version', explanation: 'to begin with' });
  });

  test('any body is answered without a failure of ours', async () => {
    await fuzzRoute(http(), {
      route: 'POST /retrain',
      valid: { useCase: 'breast-cancer', reason: 'manual', explanation: 'x' },
    });
  });

  test('any event is done, left alone or refused by name', async () => {
    await fuzzEvents(makeHandler(ports()), {
      source: 'modelkeep',
      'detail-type': 'Dataset Ingested',
      time: '2026-01-05T08:00:00.000Z',
      detail: {
        eventId: 'e',
        useCase: 'breast-cancer',
        datasetId: 'd',
        rowsAccepted: 1,
        rowsQuarantined: 0,
        requestedRetraining: true,
      },
    });
  });
});

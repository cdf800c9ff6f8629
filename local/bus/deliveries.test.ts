import { describe, expect, test } from '@jest/globals';
import { Ulids } from '../../domain/ids/ulid.ts';
import type { PlatformEvent } from '../../domain/events/platform-event.ts';
import type { JsonObject } from '../../domain/ports.ts';
import { FakeClock } from '../../tests/support/doubles.ts';
import { Alarms } from '../alarms.ts';
import { SqliteRecordStore } from '../adapters/sqlite-records.ts';
import { scopedPorts } from '../executions/scoped-ports.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { Committer } from '../state/committer.ts';
import { openDatabase } from '../state/database.ts';
import { Deliveries } from './deliveries.ts';
import { ruleSubscription } from './rules.ts';

function makeBus(db = openDatabase(':memory:'), clock = new FakeClock()) {
  const committer = new Committer(db);
  const alarms = new Alarms(clock, { manual: true });
  const deliveries = new Deliveries({ db, committer, clock, alarms, delaysMs: [1000, 2000] });
  const { bus } = scopedPorts({
    records: new SqliteRecordStore(db, committer),
    deliveries,
    ids: new Ulids(clock),
  });
  const pass = async (seconds: number) => {
    clock.advance(seconds);
    alarms.wake();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await deliveries.idle();
  };
  return { db, clock, committer, alarms, deliveries, bus, pass };
}

const drift = (id: string): PlatformEvent => ({
  id,
  time: '2026-01-05T08:00:00.000Z',
  source: 'modelkeep',
  detailType: 'Model Drift Confirmed',
  detail: {
    useCase: 'breast-cancer',
    modelVersion: 1,
    windowId: id,
    reportKey: 'r',
    features: ['radius_mean'],
    psiMax: 0.4,
    sentence: 's',
  },
});
const pattern = {
  source: ['modelkeep'],
  'detail-type': ['Model Drift Confirmed'],
  detail: { psiMax: [{ numeric: ['>', 0.1] }] },
};

describe('the event bus', () => {
  test('hands events to the rules that match, in order, in the shape of EventBridge', async () => {
    const got: JsonObject[] = [];
    const { deliveries, bus } = makeBus();
    deliveries.subscribe(
      ruleSubscription({ name: 'drift', pattern, target: async (event) => got.push(event) }),
    );
    deliveries.subscribe(
      ruleSubscription({
        name: 'other',
        pattern: { source: ['aws.states'] },
        target: () => Promise.reject(new Error('no')),
      }),
    );
    await bus.publish([drift('1'), drift('2')]);
    await bus.publish([drift('3')]);
    await deliveries.idle();
    expect(got.map((event) => event['detail'])).toMatchObject([
      { eventId: '1' },
      { eventId: '2' },
      { eventId: '3' },
    ]);
    expect(got[0]).toMatchObject({
      version: '0',
      source: 'modelkeep',
      'detail-type': 'Model Drift Confirmed',
      resources: [],
    });
    expect(deliveries.deadLetters()).toEqual([]);
  });

  test('a failed delivery is tried again with growing waits, beside others, and becomes a dead letter at last', async () => {
    let attempts = 0;
    const got: unknown[] = [];
    const { deliveries, bus, pass } = makeBus();
    deliveries.subscribe(
      ruleSubscription({
        name: 'drift',
        pattern,
        target: async (event) => {
          const id = (event['detail'] as JsonObject)['eventId'];
          if (id === 'bad') {
            attempts += 1;
            throw new RangeError('cannot');
          }
          got.push(id);
        },
      }),
    );
    await bus.publish([drift('bad'), drift('good')]);
    await deliveries.idle();
    expect([attempts, got]).toEqual([1, ['good']]);
    await pass(0.9);
    expect(attempts).toBe(1);
    await pass(0.1);
    expect(attempts).toBe(2);
    await pass(2);
    expect(attempts).toBe(3);
    expect(deliveries.deadLetters()).toMatchObject([
      { target: 'rule:drift', attempts: 3, error: 'RangeError: cannot' },
    ]);
    await pass(1000);
    expect(attempts).toBe(3);
  });

  test('what was published before a restart is delivered after it', async () => {
    const before = makeBus();
    before.deliveries.subscribe(
      ruleSubscription({ name: 'drift', pattern, target: () => new Promise(() => undefined) }),
    );
    await before.bus.publish([drift('1')]);
    const after = makeBus(before.db, before.clock);
    const got: JsonObject[] = [];
    after.deliveries.subscribe(
      ruleSubscription({ name: 'drift', pattern, target: async (event) => got.push(event) }),
    );
    after.deliveries.resume();
    await after.deliveries.idle();
    expect(got).toHaveLength(1);
  });
});

describe('Scheduler', () => {
  const hourly = (ticks: string[]) => ({
    name: 'detect-drift',
    expression: 'rate(1 hour)',
    input: (at: Date) => ({ at: at.toISOString() }),
    target: async ({ at }: JsonObject) => ticks.push(at as string),
  });

  test('ticks by the clock; after a pause once for all that was missed', async () => {
    const ticks: string[] = [];
    const first = makeBus();
    const scheduler = new Scheduler(first);
    scheduler.add(hourly(ticks));
    await scheduler.start();
    await first.pass(3599);
    expect(ticks).toEqual([]);
    await first.pass(1);
    await first.pass(3600);
    expect(ticks).toEqual(['2026-01-05T09:00:00.000Z', '2026-01-05T10:00:00.000Z']);

    first.clock.advance(5.5 * 3600);
    const second = makeBus(first.db, first.clock);
    const restarted = new Scheduler(second);
    restarted.add(hourly(ticks));
    await restarted.start();
    await second.deliveries.idle();
    expect(ticks.slice(2)).toEqual(['2026-01-05T15:00:00.000Z']);
    await second.pass(1800);
    expect(ticks.slice(3)).toEqual(['2026-01-05T16:00:00.000Z']);
  });

  test('time may be scaled', async () => {
    const ticks: string[] = [];
    const bus = makeBus();
    const scheduler = new Scheduler(bus, 0.001);
    scheduler.add(hourly(ticks));
    await scheduler.start();
    await bus.pass(3.6);
    expect(ticks).toHaveLength(1);
  });

  test.each(['rate(1 hours)', 'rate(5 minute)', 'rate(0 days)', 'cron(0 1 * * ? *)', 'hourly'])(
    '%s is refused',
    (expression) => {
      expect(() => new Scheduler(makeBus()).add({ ...hourly([]), expression })).toThrow(
        /schedule: expression: got/,
      );
    },
  );
});

import type { Json, JsonObject, RecordWrite } from '../../domain/ports.ts';
import { Ulids } from '../../domain/ids/ulid.ts';
import { Alarms } from '../../local/alarms.ts';
import { SqliteRecordStore } from '../../local/adapters/sqlite-records.ts';
import { Deliveries } from '../../local/bus/deliveries.ts';
import { parseDefinition } from '../../local/executions/asl.ts';
import { DefinitionRunner } from '../../local/executions/runner.ts';
import { scopedPorts, type ScopedPorts } from '../../local/executions/scoped-ports.ts';
import type { Timing } from '../../local/executions/step.ts';
import { Committer, type Probe } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { FakeClock } from '../support/doubles.ts';

export type ToyFunction = (payload: JsonObject, ports: ScopedPorts) => Promise<Json> | Json;

interface ToyOptions {
  readonly definition: object;
  readonly functions: Readonly<Record<string, ToyFunction>>;
  readonly database?: string;
  readonly clock?: FakeClock;
  readonly timing?: Timing;
  readonly probe?: Probe;
}

/** The runner and what it needs, with functions as plain callbacks and a clock that the test moves. */
export function toyPlatform(options: ToyOptions) {
  const clock = options.clock ?? new FakeClock();
  const db = openDatabase(options.database ?? ':memory:');
  const committer = new Committer(db, options.probe);
  const records = new SqliteRecordStore(db, committer);
  const alarms = new Alarms(clock, { manual: true });
  const ids = new Ulids(clock);
  const deliveries = new Deliveries({ db, committer, clock, alarms });
  const scoped = scopedPorts({ records, deliveries, ids });
  const events: JsonObject[] = [];
  const alerts: JsonObject[] = [];
  const sink = (topic: 'events' | 'alerts', into: JsonObject[]) =>
    deliveries.subscribe({
      target: `test-${topic}`,
      topic,
      accepts: () => true,
      deliver: async (message) => void into.push(message),
    });
  sink('events', events);
  sink('alerts', alerts);
  const runner = new DefinitionRunner({
    db,
    committer,
    deliveries,
    scoped,
    clock,
    ids,
    alarms,
    definition: parseDefinition(options.definition),
    invoke: async (name, payload) => {
      const call = options.functions[name];
      if (!call) throw new Error(`no function ${name}`);
      return call(payload as JsonObject, scoped);
    },
    ...(options.timing ? { timing: options.timing } : {}),
    ...(options.probe ? { probe: options.probe } : {}),
  });
  const settle = async () => {
    await runner.idle();
    await deliveries.idle();
  };
  return {
    clock,
    records,
    runner,
    deliveries,
    scoped,
    events,
    alerts,
    settle,
    /** Moves the clock and lets happen what is due. */
    async pass(seconds: number) {
      clock.advance(seconds);
      alarms.wake();
      await settle();
    },
    /** As if the process had been killed: nothing more is written. */
    kill() {
      alarms.close();
      db.close();
    },
  };
}

/** A Task state that calls `FunctionName` with the whole state input and puts its result at `$.<name>`. */
export const task = (functionName: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionName, 'Payload.$': '$' },
  ResultSelector: { 'value.$': '$.Payload' },
  ResultPath: `$.${functionName}`,
  TimeoutSeconds: 30,
  ...more,
});

export const machine = (states: object, startAt = Object.keys(states)[0] ?? ''): object => ({
  StartAt: startAt,
  States: states,
});
export const done = { Type: 'Succeed' };
export const statusOf = (platform: ReturnType<typeof toyPlatform>, name = 'one') =>
  platform.runner.find(name);
export const put = (sk: string): RecordWrite[] => [
  { op: 'put', record: { pk: 'p', sk, data: {} }, condition: 'absent' },
];

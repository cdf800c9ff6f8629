/**
 * A toy loop in a process that kills itself: `CRASH_AT=<point>:<n>` at the n-th time that the point is passed, or it is
 * killed from outside. Each run starts one execution and goes on with those that earlier runs left behind.
 */
import { Ulids } from '../../domain/ids/ulid.ts';
import type { Json, JsonObject } from '../../domain/ports.ts';
import { Alarms } from '../../local/alarms.ts';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { SqliteRecordStore } from '../../local/adapters/sqlite-records.ts';
import { systemClock as clock } from '../../local/adapters/system-clock.ts';
import { Deliveries } from '../../local/bus/deliveries.ts';
import { parseDefinition } from '../../local/executions/asl.ts';
import { DefinitionRunner } from '../../local/executions/runner.ts';
import { scopedPorts } from '../../local/executions/scoped-ports.ts';
import { openHome } from '../../local/home.ts';
import { Committer } from '../../local/state/committer.ts';
import { openDatabase } from '../../local/state/database.ts';
import { task } from './toy-platform.ts';

const [folder = '', run = ''] = process.argv.slice(2);
const [killPoint, killCount] = (process.env['CRASH_AT'] ?? 'never:0').split(':');
let passed = 0;
const probe = (point: string): void => {
  if (point === killPoint && (passed += 1) === Number(killCount)) process.kill(process.pid, 'SIGKILL');
};

const home = openHome(folder);
const db = openDatabase(home.database);
const committer = new Committer(db, probe);
const records = new SqliteRecordStore(db, committer);
const objects = new FolderObjectStore(home.objects);
const alarms = new Alarms(clock);
const deliveries = new Deliveries({ db, committer, clock, alarms, probe });
const ids = new Ulids(clock);
const scoped = scopedPorts({ records, deliveries, ids });

/** Adds one to a count, on the version that was read: a second run of the same state would make it two. */
const countUp = async (pk: string): Promise<number> => {
  const before = await scoped.records.get({ pk, sk: 'count' });
  const count = Number(before?.data['count'] ?? 0) + 1;
  const condition = before ? ({ version: before.version } as const) : 'absent';
  await scoped.records.write([{ op: 'put', record: { pk, sk: 'count', data: { count } }, condition }]);
  return count;
};
const functions: Readonly<Record<string, (payload: JsonObject) => Promise<Json>>> = {
  prepare: async ({ name }) => {
    probe('before-effect');
    await objects.put(`runs/${name as string}`, 'prepared');
    probe('after-effect');
    return countUp(`prepared#${name as string}`);
  },
  deploy: async ({ name }) => {
    probe('before-effect');
    const count = await countUp(`deployed#${name as string}`);
    await scoped.notifier.notify({ key: `${name as string}/deploy` } as never);
    probe('after-effect');
    return count;
  },
};
/** A receiver that dedupes by the message's key, as all of ours do. */
deliveries.subscribe({
  target: 'alerts',
  topic: 'alerts',
  accepts: () => true,
  deliver: async ({ key }) => {
    await records.write([
      { op: 'put', record: { pk: 'alerts', sk: key as string, data: {} }, condition: 'any' },
    ]);
  },
});
const runner = new DefinitionRunner({
  db,
  committer,
  deliveries,
  scoped,
  clock,
  ids,
  alarms,
  probe,
  definition: parseDefinition({
    StartAt: 'Prepare',
    States: {
      Prepare: task('prepare', { Next: 'Bake' }),
      Bake: { Type: 'Wait', Seconds: 60, Next: 'Deploy' },
      Deploy: task('deploy', { Next: 'Done' }),
      Done: { Type: 'Succeed' },
    },
  }),
  timing: { waitMs: () => 10, retryMs: () => 1, timeoutMs: (_state, seconds) => seconds * 1000 },
  invoke: async (name, payload) => (functions[name] ?? Promise.reject)(payload as JsonObject),
});

process.stdout.write('UP\n');
deliveries.resume();
runner.resume();
await runner.start({ name: run, input: { name: run } });
for (let i = 0; i < 5; i += 1) {
  const sk = `${run}#${i}`;
  await records.write([{ op: 'put', record: { pk: 'acks', sk, data: {} }, condition: 'absent' }]);
  process.stdout.write(`ACK ${sk}\n`);
}
while (runner.list().some(({ status }) => status === 'RUNNING'))
  await new Promise((resolve) => setTimeout(resolve, 5));
await deliveries.idle();
process.stdout.write('DONE\n');
process.exit(0);

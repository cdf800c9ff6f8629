import { beforeEach, describe, expect, test } from '@jest/globals';
import { partitions } from '../../domain/records/keys.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import { callHttp, fuzzRoute, type Call } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;

beforeEach(async () => {
  world = new World();
  await world.serve(1, { status: 'Archived' });
  await world.serve(2, { status: 'InService' });
  handler = makeHandler(world);
});

const act = (what: 'deploy' | 'rollback', version: number, more: Partial<Call> = {}) =>
  callHttp(handler, {
    route: `POST /models/{version}/${what}`,
    path: { version: String(version) },
    body: { reason: 'odd results' },
    ...more,
  });
const live = async () => (await readServing(world.records, 'breast-cancer')).data.live?.version;
const statusOf = async (version: number) =>
  (await getVersion(world.records, 'breast-cancer', version))?.data.status;

describe('a deployment by hand', () => {
  test('puts an earlier version into service and is audited; the rollback puts back what served', async () => {
    const deployed = await act('deploy', 1);
    expect(deployed).toMatchObject({ status: 200, body: { liveVersion: 1, previousVersion: 2 } });
    expect([await live(), await statusOf(1), await statusOf(2)]).toEqual([1, 'InService', 'Archived']);
    expect(await act('rollback', 1)).toMatchObject({ status: 200, body: { liveVersion: 2 } });
    expect([await live(), await statusOf(1), await statusOf(2)]).toEqual([2, 'RolledBack', 'InService']);
    const { records } = await world.records.query({ pk: partitions.audit('breast-cancer') });
    expect(records.map(({ data }) => [data['action'], data['subject'], data['reason']])).toEqual([
      ['deploy-model', 'version 1', 'odd results'],
      ['roll-back-model', 'version 1', 'odd results'],
    ]);
  });

  test('the same key does it once, and is refused for another request', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const first = await act('deploy', 1, { headers });
    expect(await act('deploy', 1, { headers })).toEqual(first);
    expect(await act('deploy', 2, { headers })).toMatchObject({ status: 422 });
    expect(await act('deploy', 1)).toMatchObject({ status: 409 });
  });

  test.each([
    ['deploy', 2, 409, 'in service already'],
    ['deploy', 9, 404, 'no version 9'],
    ['rollback', 1, 409, 'not in service'],
  ] as const)('%s of version %i is %i: %s', async (what, version, status, words) => {
    const answer = await act(what, version);
    expect(answer.status).toBe(status);
    expect(answer.body['detail']).toContain(words);
  });

  test('is refused where nothing served before, where a version is broken, and for an endpoint', async () => {
    await act('deploy', 1);
    await act('rollback', 1);
    expect((await act('rollback', 2)).body['detail']).toContain('nothing served before');
    await world.serve(3, { status: 'Approved', modelKey: 'gone' });
    await world.serve(4, { status: 'InService' });
    expect((await act('deploy', 3)).body['detail']).toContain('cannot serve');
  });

  test('a retraining under way keeps it out, and after it an older generation changes nothing', async () => {
    const lock = await readLock(world.records, 'breast-cancer');
    await world.records.write([acquireLockWrite(lock, 'e', world.clock.now()).write]);
    expect(await act('deploy', 1)).toMatchObject({ status: 409 });
    expect(await live()).toBe(2);
  });

  test('any request is answered without a failure of ours', () =>
    fuzzRoute(handler, {
      route: 'POST /models/{version}/rollback',
      path: ['version'],
      valid: { reason: 'x' },
      runs: 200,
    }));
});

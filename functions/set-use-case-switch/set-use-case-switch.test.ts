import { expect, test } from '@jest/globals';
import { partitions } from '../../domain/records/keys.ts';
import { isPaused } from '../../domain/usecase/switch.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

const world = new World();
const handler = makeHandler(world);
const set = (verb: string, body: unknown = { reason: 'a recall' }, useCase = 'breast-cancer') =>
  callHttp(handler, { route: `POST /use-cases/{useCase}/${verb}`, path: { useCase }, body });
const audits = async () => (await world.records.query({ pk: partitions.audit('breast-cancer') })).records;

test('pauses and resumes, each with an audit entry and word to people; the same again changes nothing', async () => {
  expect(await isPaused(world.records, 'breast-cancer')).toBe(false);
  const paused = await set('pause');
  expect(paused).toMatchObject({
    status: 200,
    body: { paused: true, by: 'ada@example.org', reason: 'a recall' },
  });
  world.clock.advance(10);
  expect(await set('pause', { reason: 'again' })).toEqual(paused);
  expect(await isPaused(world.records, 'breast-cancer')).toBe(true);
  expect(await audits()).toHaveLength(1);
  expect((await set('resume')).body).toMatchObject({ paused: false });
  expect(await isPaused(world.records, 'breast-cancer')).toBe(false);
  expect((await audits()).map(({ data }) => data['action'])).toEqual(['pause-use-case', 'resume-use-case']);
  expect(new Set(world.notifier.sent.map(({ key }) => key))).toEqual(
    new Set(['switch/breast-cancer/1', 'switch/breast-cancer/2']),
  );
});

test('a reason is needed, and a use case that there is', async () => {
  expect(await set('pause', {})).toMatchObject({ status: 400, body: { errors: [{ field: 'reason' }] } });
  expect(await set('pause', { reason: 'x' }, 'lung')).toMatchObject({
    status: 404,
    body: { errors: [{ field: 'useCase' }] },
  });
});

test.each(['pause', 'resume'])(
  'whatever is sent to %s, the answer is no 5xx and names what is wrong',
  async (verb) => {
    await fuzzRoute(handler, {
      route: `POST /use-cases/{useCase}/${verb}`,
      path: ['useCase'],
      valid: { reason: 'x' },
      runs: 500,
    });
  },
);

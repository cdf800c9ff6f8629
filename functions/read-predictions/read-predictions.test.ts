import { beforeEach, expect, test } from '@jest/globals';
import { partitions } from '../../domain/records/keys.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { predictionIn, World } from '../../tests/support/world.ts';
import { answerOf, jpeg, NetworkWorld } from '../../tests/support/network-world.ts';
import { makeHandler as predictHandler } from '../predict/handler.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
let ids: string[];
beforeEach(async () => {
  world = new World();
  handler = makeHandler(world);
  ids = [
    await predictionIn(world),
    await predictionIn(world),
    await predictionIn(world, { diagnosis: 1, status: 'Confirmed', confirmedAt: '2026-01-06' }),
  ];
});
const list = (query: Record<string, string> = {}) => callHttp(handler, { route: 'GET /predictions', query });
const audits = async () =>
  (await world.records.query({ pk: partitions.audit('breast-cancer') })).records.map(({ data }) => data);

test('those that wait, the oldest first, without features and patient; noted who read', async () => {
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(body).toMatchObject({ predictions: [{ id: ids[0] }, { id: ids[1] }] });
  expect(JSON.stringify(body)).not.toMatch(/features|pseudonym|radius/);
  expect(await audits()).toMatchObject([
    { actor: 'ada@example.org', action: 'read-predictions', subject: 'list of 2 pending predictions' },
  ]);
  expect((await list({ status: 'confirmed' })).body).toMatchObject({
    predictions: [{ id: ids[2], diagnosis: 1 }],
  });
});

test('one with its features, noted by its id; the pseudonym stays inside', async () => {
  const { body } = await callHttp(handler, { route: 'GET /predictions/{id}', path: { id: ids[0]! } });
  expect(body).toMatchObject({ id: ids[0], features: { radius_mean: 17.99 } });
  expect(JSON.stringify(body)).not.toMatch(/pseudonym/);
  expect(await audits()).toMatchObject([{ subject: ids[0] }]);
});

test('nothing is shown where the reading cannot be noted', async () => {
  world.records.beforeWrite = () => {
    throw new Error('full');
  };
  expect(await list()).toMatchObject({ status: 500 });
});

test('an unknown id, a wrong status', async () => {
  const one = (id: string) => callHttp(handler, { route: 'GET /predictions/{id}', path: { id } });
  expect(await one('0'.repeat(26))).toMatchObject({ status: 404, body: { errors: [{ field: 'id' }] } });
  expect(await one('x')).toMatchObject({ status: 400, body: { errors: [{ field: 'id' }] } });
  expect(await list({ status: 'open' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'status' }] },
  });
});

test('whatever is asked, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(handler, { route: 'GET /predictions', query: ['useCase', 'limit', 'cursor', 'status'] });
  await fuzzRoute(handler, { route: 'GET /predictions/{id}', path: ['id'], query: ['useCase'] });
});

test('of a photograph the reader gets an address, and no key', async () => {
  const lesions = new NetworkWorld();
  await lesions.serveNetwork(1);
  lesions.inference.next = answerOf(1);
  const asked = { route: 'POST /predict', body: { features: { image: jpeg } } } as const;
  const { body: made } = await callHttp(predictHandler(lesions), asked);
  const id = String(made['id']);
  const show = makeHandler(lesions);
  const { body } = await callHttp(show, { route: 'GET /predictions/{id}', path: { id } });
  expect(body['photographUrl']).toBe(`signed:images/skin-lesion/${id}.jpg`);
  expect(body).not.toHaveProperty('photograph');
  const { body: listed } = await callHttp(show, { route: 'GET /predictions' });
  expect(JSON.stringify(listed)).not.toContain('images/');
});

import { beforeEach, expect, test } from '@jest/globals';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new World();
  handler = makeHandler(world);
  for (const version of [1, 2, 3]) await world.serve(version);
});
const models = (query: Record<string, string>) => callHttp(handler, { route: 'GET /models', query });
const model = (version: string) => callHttp(handler, { route: 'GET /models/{version}', path: { version } });

test('the newest version first, page by page', async () => {
  const first = await models({ limit: '2', useCase: 'breast-cancer' });
  expect(first).toMatchObject({
    status: 200,
    body: { models: [{ version: 3 }, { version: 2 }], cursor: expect.any(String) },
  });
  const second = await models({ limit: '2', cursor: String(first.body['cursor']) });
  expect(second.body).toMatchObject({ models: [{ version: 1 }] });
  expect(second.body).not.toHaveProperty('cursor');
});

test.each([
  [{ limit: '0' }, 400, 'limit'],
  [{ limit: '201' }, 400, 'limit'],
  [{ limit: '1.5' }, 400, 'limit'],
  [{ cursor: 'x' }, 400, 'cursor'],
  [{ size: '2' }, 400, 'size'],
  [{ useCase: 'lung' }, 404, 'useCase'],
])('%j is refused by name', async (query, status, field) => {
  expect(await models(query)).toMatchObject({ status, body: { errors: [{ field }] } });
});

test('one version, with its evaluation where the file is there', async () => {
  expect(await model('2')).toMatchObject({
    status: 200,
    body: { version: 2, metrics: { accuracy: 0.97 }, evaluation: null },
  });
  expect(await model('9')).toMatchObject({ status: 404, body: { errors: [{ field: 'version' }] } });
  expect(await model('v2')).toMatchObject({ status: 400, body: { errors: [{ field: 'version' }] } });
});

test('whatever is asked, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(handler, { route: 'GET /models', query: ['useCase', 'limit', 'cursor', 'x'] });
  await fuzzRoute(handler, { route: 'GET /models/{version}', path: ['version'], query: ['useCase'] });
});

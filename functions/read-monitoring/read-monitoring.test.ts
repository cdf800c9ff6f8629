import { expect, test } from '@jest/globals';
import { callHttp, fuzzRoute, httpEvent, testContext } from '../../tests/support/fuzz.ts';
import { predictionIn, World } from '../../tests/support/world.ts';
import { makeHandler as driftHandler } from '../detect-drift/handler.ts';
import { makeHandler as qualityHandler } from '../evaluate-model-quality/handler.ts';
import { makeHandler } from './handler.ts';

const world = new World();
const handler = makeHandler(world);
await world.serve(1);
for (let i = 0; i < 60; i += 1)
  await predictionIn(world, {
    row: i,
    diagnosis: 1,
    status: 'Confirmed',
    confirmedAt: world.clock.now().toISOString(),
  });
const { windowId } = (await driftHandler(world)({ useCase: 'breast-cancer' }, testContext)) as {
  windowId: string;
};
await qualityHandler(world)({ useCase: 'breast-cancer' }, testContext);

test('judged windows and one report, as JSON and as a page that may be styled and runs nothing', async () => {
  const list = await callHttp(handler, { route: 'GET /monitoring/drift' });
  expect(list.body).toMatchObject({ windows: [{ windowId, rows: 60, modelVersion: 1 }] });
  const one = await callHttp(handler, { route: 'GET /monitoring/drift/{windowId}', path: { windowId } });
  expect(one.body).toMatchObject({ windowId, report: { kind: 'drift-report' } });
  const page = await handler(
    httpEvent({ route: 'GET /monitoring/drift/{windowId}/page', path: { windowId } }),
    testContext,
  );
  expect(page).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.headers?.['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
  expect(page.body).toMatch(/^<!doctype html>/i);
});

test('what confirmed diagnoses said', async () => {
  const { body } = await callHttp(handler, { route: 'GET /monitoring/quality' });
  expect(body).toMatchObject({ windows: [{ labels: 60, metrics: { accuracy: 1 } }] });
});

test('an unknown window', async () => {
  const one = (id: string) =>
    callHttp(handler, { route: 'GET /monitoring/drift/{windowId}', path: { windowId: id } });
  expect(await one('0'.repeat(26))).toMatchObject({ status: 404, body: { errors: [{ field: 'windowId' }] } });
  expect(await one('x')).toMatchObject({ status: 400, body: { errors: [{ field: 'windowId' }] } });
});

test('whatever is asked, the answer is no 5xx and names what is wrong', async () => {
  for (const route of ['GET /monitoring/drift', 'GET /monitoring/quality'])
    await fuzzRoute(handler, { route, query: ['useCase', 'limit', 'cursor'], runs: 500 });
  for (const route of ['GET /monitoring/drift/{windowId}', 'GET /monitoring/drift/{windowId}/page'])
    await fuzzRoute(handler, { route, path: ['windowId'], query: ['useCase'], runs: 500 });
});

import { expect, test } from '@jest/globals';
import { executionToStore } from '../../domain/registry/execution.ts';
import { callHttp, fuzzRoute, testContext } from '../../tests/support/fuzz.ts';
import { predictionIn, World } from '../../tests/support/world.ts';
import { makeHandler as driftHandler } from '../detect-drift/handler.ts';
import { makeHandler as qualityHandler } from '../evaluate-model-quality/handler.ts';
import { makeHandler as switchHandler } from '../set-use-case-switch/handler.ts';
import { makeHandler } from './handler.ts';

const world = new World();
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

test('status: what serves, how it drifts, what is going on, what waits', async () => {
  await predictionIn(world);
  const { body } = await callHttp(makeHandler(world), { route: 'GET /status' });
  expect(body).toMatchObject({
    useCases: [
      {
        useCase: 'breast-cancer',
        paused: false,
        switch: null,
        live: { version: 1, metrics: { accuracy: 0.97 } },
        drift: { windowId },
        quality: { labels: 60 },
        running: null,
        counts: {
          pendingPredictions: { count: 1, more: false },
          confirmedPredictions: { count: 60, more: false },
        },
      },
    ],
  });
  const empty = await callHttp(makeHandler(new World()), {
    route: 'GET /status',
    query: { useCase: 'breast-cancer' },
  });
  expect(empty.body).toMatchObject({
    useCases: [{ live: null, drift: null, quality: null, lastExecution: null }],
  });
});

test('a paused use case says by whom and why; a retraining that runs is shown', async () => {
  const path = { useCase: 'breast-cancer' };
  await callHttp(switchHandler(world), {
    route: 'POST /use-cases/{useCase}/pause',
    path,
    body: { reason: 'a recall' },
  });
  const at = world.clock.now().toISOString();
  const execution = executionToStore({
    name: 'e1',
    useCase: 'breast-cancer',
    generation: 1,
    status: 'Running',
    outcome: null,
    startedAt: at,
    endedAt: null,
    version: null,
    reasons: [],
    trigger: { useCase: 'breast-cancer', reason: 'manual', cause: 'c', requestedAt: at },
  });
  await world.records.write([{ op: 'put', record: execution, condition: 'absent' }]);
  const { body } = await callHttp(makeHandler(world), { route: 'GET /status' });
  expect(body).toMatchObject({
    useCases: [
      {
        paused: true,
        switch: { by: 'ada@example.org', reason: 'a recall' },
        running: { name: 'e1' },
        lastExecution: { name: 'e1' },
      },
    ],
  });
});

test('whatever is asked, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(makeHandler(world), { route: 'GET /status', query: ['useCase', 'x'], runs: 500 });
});

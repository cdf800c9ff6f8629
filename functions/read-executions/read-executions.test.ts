import { beforeEach, expect, test } from '@jest/globals';
import type { ExecutionHistory } from '../../domain/ports.ts';
import { executionToStore, type ExecutionRecord } from '../../domain/registry/execution.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new World();
  const visit = { id: 2, name: 'CheckData', enteredAt: 'a', exitedAt: 'b', status: 'Succeeded' as const };
  const history: ExecutionHistory = {
    states: async (name) => (name === 'b-2' ? [visit] : undefined),
    state: async (name, id) => (name === 'b-2' && id === 2 ? { ...visit, input: null } : undefined),
  };
  handler = makeHandler(Object.assign(world, { history }));
  for (const [name, startedAt] of [
    ['z-1', '2026-01-01'],
    ['b-2', '2026-01-02'],
    ['a-3', '2026-01-03'],
  ] as const) {
    const execution: ExecutionRecord = {
      name,
      useCase: 'breast-cancer',
      generation: 1,
      status: 'Running',
      outcome: null,
      startedAt,
      endedAt: null,
      version: null,
      reasons: [],
      trigger: { useCase: 'breast-cancer', reason: 'manual', cause: name, requestedAt: startedAt },
    };
    await world.records.write([{ op: 'put', record: executionToStore(execution), condition: 'absent' }]);
  }
});
const execution = (name: string) => callHttp(handler, { route: 'GET /executions/{name}', path: { name } });

test('the latest start first', async () => {
  const { body } = await callHttp(handler, { route: 'GET /executions', query: { limit: '2' } });
  expect(body).toMatchObject({ executions: [{ name: 'a-3' }, { name: 'b-2' }], cursor: expect.any(String) });
});

test('one execution, with its states where the platform tells them', async () => {
  expect((await execution('b-2')).body).toMatchObject({ name: 'b-2', states: [{ name: 'CheckData' }] });
  expect((await execution('a-3')).body).not.toHaveProperty('states');
  expect(await execution('none')).toMatchObject({ status: 404, body: { errors: [{ field: 'name' }] } });
  expect(await execution('a/b')).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
});

test('one of its states', async () => {
  const state = (name: string, id: string) =>
    callHttp(handler, {
      route: 'GET /executions/{name}/states/{state}',
      path: { name, state: id },
    });
  expect(await state('b-2', '2')).toMatchObject({ status: 200, body: { name: 'CheckData', error: null } });
  expect(await state('b-2', '3')).toMatchObject({ status: 404, body: { errors: [{ field: 'state' }] } });
  expect(await state('a-3', '2')).toMatchObject({ status: 404, body: { errors: [{ field: 'state' }] } });
  expect(await state('none', '2')).toMatchObject({ status: 404, body: { errors: [{ field: 'name' }] } });
  expect(await state('b-2', 'x')).toMatchObject({ status: 400, body: { errors: [{ field: 'state' }] } });
});

test('a training with how it learned, where that was written down', async () => {
  const training = () => callHttp(handler, { route: 'GET /training/{name}', path: { name: 'b-2' } });
  const { evaluationKey } = await world.serve(7, { executionName: 'b-2' });
  expect((await training()).body).toMatchObject({ version: 7, learning: [] });
  const told = [
    { epoch: 0, loss: 0.7, validationLoss: 0.69, macroRocAuc: 0.5 },
    { epoch: 1, loss: 0.6, validationLoss: 0.63, macroRocAuc: null },
  ];
  await world.objects.put(evaluationKey.replace('evaluation.json', 'history.json'), JSON.stringify(told));
  expect((await training()).body['learning']).toEqual(
    told.map(({ epoch, loss, validationLoss }) => ({ epoch, loss, validationLoss })),
  );
});

test('whatever is asked, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(handler, { route: 'GET /executions', query: ['useCase', 'limit', 'cursor'] });
  await fuzzRoute(handler, { route: 'GET /executions/{name}', path: ['name'], query: ['useCase'] });
  await fuzzRoute(handler, {
    route: 'GET /executions/{name}/states/{state}',
    path: ['name', 'state'],
    query: ['useCase'],
  });
});

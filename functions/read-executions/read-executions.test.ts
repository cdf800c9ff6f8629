import { beforeEach, expect, test } from '@jest/globals';
import type { ExecutionHistory, StateVisit } from '../../domain/ports.ts';
import { executionToStore, type ExecutionRecord } from '../../domain/registry/execution.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
let visits: readonly StateVisit[];
beforeEach(async () => {
  world = new World();
  const visit = { id: 2, name: 'CheckData', enteredAt: 'a', exitedAt: 'b', status: 'Succeeded' as const };
  visits = [visit];
  const history: ExecutionHistory = {
    states: async (name) => (name === 'b-2' ? visits : undefined),
    state: async (name, id) => (name === 'b-2' && id === 2 ? { ...visit, input: null } : undefined),
  };
  handler = makeHandler(Object.assign(world, { history }));
  for (const record of [running('z-1'), running('b-2', 7), running('a-3')])
    await world.records.write([{ op: 'put', record: executionToStore(record), condition: 'absent' }]);
});
const starts = { 'z-1': '2026-01-01', 'b-2': '2026-01-02', 'a-3': '2026-01-03' } as const;
const running = (name: keyof typeof starts, version: number | null = null): ExecutionRecord => ({
  name,
  useCase: 'breast-cancer',
  generation: 1,
  status: 'Running',
  outcome: null,
  startedAt: starts[name],
  endedAt: null,
  version,
  reasons: [],
  trigger: { useCase: 'breast-cancer', reason: 'manual', cause: name, requestedAt: starts[name] },
});
const ended = (name: keyof typeof starts, version: number): ExecutionRecord => ({
  ...running(name, version),
  status: 'Succeeded',
  outcome: 'Deployed',
  endedAt: '2026-01-04',
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

const training = (name = 'b-2') => callHttp(handler, { route: 'GET /training/{name}', path: { name } });

test('a training with how it learned, where that was written down', async () => {
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

test('a training keeps the version that it registered, however many came after', async () => {
  await world.serve(7, { executionName: 'b-2' });
  await world.records.write([
    { op: 'put', record: executionToStore(ended('b-2', 7)), condition: 'any' },
    { op: 'put', record: executionToStore(ended('a-3', 7)), condition: 'any' },
  ]);
  for (let version = 8; version < 220; version += 1) await world.serve(version);
  const { body } = await callHttp(handler, { route: 'GET /training' });
  expect(body).toMatchObject({
    trainings: [
      // Version 7 is of another.
      { name: 'a-3', version: null, status: 'Failed', metrics: null },
      { name: 'b-2', version: 7, status: 'Succeeded', metrics: { accuracy: 0.97 } },
      { name: 'z-1', version: null, status: 'Training' },
    ],
  });
  expect((await training()).body).toMatchObject({ version: 7, status: 'Succeeded', rows: 569 });
});

test('the log of a training tells a state that waited for hours in one line', async () => {
  const loop = ['WaitForPipeline', 'CheckPipelineStatus', 'PipelineComplete?'] as const;
  const at = (second: number): string => new Date(Date.UTC(2026, 0, 2, 3, 0, second)).toISOString();
  const visit = (name: string, id: number): StateVisit => ({
    id,
    name,
    enteredAt: at(id),
    exitedAt: at(id + 1),
    status: 'Succeeded',
  });
  visits = [
    visit('StartPipeline', 0),
    ...Array.from({ length: 300 }, (_, i) => visit(loop[i % 3] ?? '', i + 1)),
    { id: 301, name: 'EvaluateModel', enteredAt: at(301), status: 'Running' },
  ];
  const { logs } = (await training()).body as { logs: readonly { message: string; at: string }[] };
  expect(logs.map(({ message }) => message)).toEqual([
    'started: manual',
    'StartPipeline: Succeeded',
    'WaitForPipeline: Succeeded, 100 times until 03:04:58',
    'CheckPipelineStatus: Succeeded, 100 times until 03:04:59',
    'PipelineComplete?: Succeeded, 100 times until 03:05:00',
    'EvaluateModel: Running',
  ]);
});

test('the log of a training tells once what the gate said', async () => {
  const gateReasons = ['recall 0.97: at least 0.9'];
  await world.serve(7, { executionName: 'b-2', gateReasons });
  const reasons = [...gateReasons, 'Success'];
  const record = executionToStore({ ...ended('b-2', 7), reasons });
  await world.records.write([{ op: 'put', record, condition: 'any' }]);
  const { logs } = (await training()).body as { logs: readonly { message: string }[] };
  const messages = logs.map(({ message }) => message);
  for (const reason of reasons) expect(messages.filter((message) => message === reason)).toHaveLength(1);
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

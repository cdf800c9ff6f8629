import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseDriftReport } from '../../domain/drift/index.ts';
import { platformEventSchema } from '../../domain/events/platform-event.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { seededRandom } from '../../domain/numeric/random.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { callHttp, fuzzEvents, fuzzRoute, testContext } from '../../tests/support/fuzz.ts';
import { featuresOf, predictionIn, World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
let random: ReturnType<typeof seededRandom>;
beforeEach(async () => {
  world = new World();
  handler = makeHandler(world);
  random = seededRandom(5);
  await world.serve(1);
});

/** Captures resampled rows of the table; with `gain` the three texture measurements are scaled. */
async function traffic(rows: number, gain = 1, modelVersion = 1): Promise<void> {
  for (let i = 0; i < rows; i += 1) {
    world.clock.advance(1);
    const values = featuresOf(Math.floor(random.next() * 569));
    const features = Object.fromEntries(
      world.useCase.data.features.map(({ name }, j) => [
        name,
        values[j]! * (name.startsWith('texture') ? gain : 1),
      ]),
    );
    await predictionIn(world, { features, modelVersion });
  }
}
const check = () => handler({ useCase: 'breast-cancer', time: 'now' }, testContext);

describe('a window', () => {
  test('waits for enough rows of the version in service', async () => {
    await traffic(59);
    await traffic(100, 1.5, 7);
    expect(await check()).toEqual({
      status: 'waiting',
      useCase: 'breast-cancer',
      modelVersion: 1,
      rows: 59,
      requiredRows: 60,
    });
  });

  test('of undisturbed traffic is judged, reported, and raises nothing', async () => {
    await traffic(200);
    const result = await check();
    expect(result).toMatchObject({ status: 'judged', rows: 200, drifted: false, event: false, features: [] });
    const { reportKey, pageKey, psiMax } = result as { reportKey: string; pageKey: string; psiMax: number };
    expect(world.metrics.counts).toEqual([
      { name: 'DriftPsiMax', value: psiMax, dimensions: { UseCase: 'breast-cancer' } },
    ]);
    const report = await world.objects.get(reportKey);
    expect(parseDriftReport(JSON.parse(new TextDecoder().decode(report!.body)))).toMatchObject({
      baseline: { modelVersion: '1', rows: 569 },
    });
    expect(new TextDecoder().decode((await world.objects.get(pageKey))!.body)).toMatch(/^<!doctype html>/i);
    expect(await check()).toMatchObject({ status: 'waiting', rows: 0 });
    expect(world.bus.published).toEqual([]);
  });

  test('takes the newest rows where there are more than the most', async () => {
    const useCase = {
      ...world.useCase,
      monitoring: {
        ...world.useCase.monitoring,
        dataQuality: { everyHours: 1, minimumRows: 10, maximumRows: 50 },
      },
    };
    handler = makeHandler(Object.assign(world, { useCases: { names: [useCase.name], get: () => useCase } }));
    await traffic(70);
    const newest = world.records
      .all()
      .filter(({ pk }) => pk.startsWith('prediction#'))
      .slice(20);
    expect(await check()).toMatchObject({
      rows: 50,
      windowId: newest.at(-1)!.sk,
      from: newest[0]!.data['createdAt'],
    });
    expect(await check()).toMatchObject({ status: 'waiting', rows: 0 });
  });

  test('reaches over midnight', async () => {
    world.clock.advance(15 * 3600 + 59 * 60);
    await traffic(120);
    expect(world.clock.now().toISOString().slice(0, 10)).toBe('2026-01-06');
    expect(await check()).toMatchObject({ status: 'judged', rows: 120 });
  });
});

describe('drift', () => {
  test('is flagged by the first window, confirmed by the second, and told once until the cooldown is over', async () => {
    await traffic(200, 1.5);
    expect(await check()).toMatchObject({ drifted: true, event: false, raised: false });
    await traffic(200, 1.5);
    const second = await check();
    expect(second).toMatchObject({
      event: true,
      raised: true,
      features: ['texture_mean', 'texture_se', 'texture_worst'],
    });
    const [event] = world.bus.published.map((published) =>
      parseWith(platformEventSchema, published, 'event'),
    );
    expect(event).toMatchObject({
      detailType: 'Model Drift Confirmed',
      detail: { modelVersion: 1, features: ['texture_mean', 'texture_se', 'texture_worst'] },
    });
    expect(world.notifier.sent).toMatchObject([
      { topic: 'drift', severity: 'warning', key: expect.stringMatching(/^drift\/breast-cancer\//) },
    ]);
    await traffic(200, 1.5);
    expect(await check()).toMatchObject({ event: true, raised: false });
    expect(world.bus.published).toHaveLength(1);
    world.clock.advance(24 * 3600);
    await traffic(200, 1.5);
    expect(await check()).toMatchObject({ event: true, raised: true });
    expect(new Set(world.bus.published.map(({ id }) => id)).size).toBe(2);
  });

  test('an event that could not be sent is sent by the next run, under the same id', async () => {
    await traffic(200, 1.5);
    await check();
    await traffic(200, 1.5);
    const publish = world.bus.publish.bind(world.bus);
    const ids: string[] = [];
    world.bus.publish = async ([event]) => {
      ids.push(event!.id);
      throw new Error('killed');
    };
    await expect(check()).rejects.toThrow('killed');
    world.bus.publish = publish;
    expect(await check()).toMatchObject({ status: 'waiting' });
    expect(await check()).toMatchObject({ status: 'waiting' });
    expect(world.bus.published.map(({ id }) => id)).toEqual(ids);
    expect(world.notifier.sent).toHaveLength(1);
  });

  test('a run that dies before its transaction leaves nothing; one that was overtaken says so', async () => {
    await traffic(200, 1.5);
    world.records.beforeWrite = () => {
      throw new Error('killed');
    };
    await expect(check()).rejects.toThrow('killed');
    world.records.beforeWrite = undefined;
    expect(await world.records.get(keys.monitor('breast-cancer', 'drift'))).toBeUndefined();
    const both = await Promise.allSettled([check(), check()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(
      (await world.records.query({ pk: partitions.driftReports('breast-cancer') })).records,
    ).toHaveLength(1);
  });

  test('is watched anew for a new version', async () => {
    await traffic(200, 1.5);
    await check();
    await world.serve(2);
    await traffic(200, 1.5, 2);
    expect(await check()).toMatchObject({ modelVersion: 2, drifted: true, event: false });
  });
});

test('a baseline that was changed is not judged by', async () => {
  await traffic(60);
  await world.objects.put('models/breast-cancer/v1/baseline.json', '{}');
  await expect(check()).rejects.toThrow(/expected [0-9a-f]{64} as registered/);
});

test('behind the API: the same check for people', async () => {
  const call = (body: unknown) => callHttp(handler as never, { route: 'POST /monitoring/drift/check', body });
  expect(await call({})).toMatchObject({ status: 200, body: { status: 'waiting' } });
  expect(await call({ useCase: 'lung' })).toMatchObject({
    status: 404,
    body: { errors: [{ field: 'useCase' }] },
  });
  await fuzzRoute(handler as never, {
    route: 'POST /monitoring/drift/check',
    valid: { useCase: 'breast-cancer' },
  });
  await fuzzEvents(handler, { useCase: 'breast-cancer', time: 'now', requestContext: {} });
});

test('without a model in service there is nothing to judge', async () => {
  handler = makeHandler(new World());
  expect(await check()).toEqual({ status: 'no-model', useCase: 'breast-cancer' });
});

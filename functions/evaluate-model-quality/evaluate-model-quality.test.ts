import { beforeEach, describe, expect, test } from '@jest/globals';
import { callHttp, fuzzEvents, fuzzRoute, testContext } from '../../tests/support/fuzz.ts';
import { predictionIn, World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new World();
  handler = makeHandler(world);
  await world.serve(1);
});

/** Confirmed predictions, of which the first `wrong` were wrong. */
async function confirmed(labels: number, wrong: number, modelVersion = 1): Promise<void> {
  for (let i = 0; i < labels; i += 1) {
    world.clock.advance(1);
    const prediction = i % 2 === 0 ? 1 : 0;
    const diagnosis = i < wrong ? (prediction === 1 ? 0 : 1) : prediction;
    await predictionIn(world, {
      prediction,
      diagnosis,
      modelVersion,
      status: diagnosis === prediction ? 'Confirmed' : 'Corrected',
      confirmedAt: world.clock.now().toISOString(),
      confirmedBy: 'ada',
    });
  }
}
const check = () => handler({ useCase: 'breast-cancer', time: 'now' }, testContext);

describe('model quality', () => {
  test('waits for labels of the version in service', async () => {
    await confirmed(49, 0);
    await confirmed(100, 100, 7);
    expect(await check()).toEqual({
      status: 'waiting',
      useCase: 'breast-cancer',
      modelVersion: 1,
      labels: 49,
      requiredLabels: 50,
    });
  });

  test('is told in figures; a drop within the bound raises nothing', async () => {
    await confirmed(50, 4);
    expect(await check()).toMatchObject({
      status: 'judged',
      labels: 50,
      positives: 25,
      dropPoints: 5,
      degraded: false,
      metrics: { accuracy: 0.92, precision: 0.92, recall: 0.92, f1: 0.92 },
      confusion: { truePositives: 23, falsePositives: 2, trueNegatives: 23, falseNegatives: 2 },
    });
    const dimensions = { UseCase: 'breast-cancer' };
    expect(world.metrics.counts).toMatchObject([
      { name: 'AccuracyDropPoints', value: 5, dimensions },
      { name: 'Accuracy', value: 0.92, dimensions },
      { name: 'Precision', value: 0.92 },
      { name: 'Recall', value: 0.92 },
      { name: 'F1', value: 0.92 },
      { name: 'RocAuc' },
    ]);
    expect(await check()).toMatchObject({ status: 'waiting', labels: 0 });
    expect(world.bus.published).toEqual([]);
  });

  test('a drop over the bound is one event and one critical message, until it recovers', async () => {
    await confirmed(50, 6);
    expect(await check()).toMatchObject({ degraded: true, raised: true, dropPoints: 9 });
    expect(world.bus.published).toMatchObject([
      {
        detailType: 'Model Quality Degraded',
        detail: { labels: 50, accuracyBefore: 0.97, accuracyAfter: 0.88, dropPoints: 9 },
      },
    ]);
    expect(world.notifier.sent).toMatchObject([
      {
        severity: 'critical',
        metrics: expect.arrayContaining([{ name: 'accuracy', before: 0.97, after: 0.88 }]),
      },
    ]);
    await confirmed(50, 10);
    expect(await check()).toMatchObject({ degraded: true, raised: false });
    await confirmed(50, 0);
    expect(await check()).toMatchObject({ degraded: false });
    await confirmed(50, 10);
    expect(await check()).toMatchObject({ degraded: true, raised: true });
    expect(new Set(world.bus.published.map(({ id }) => id)).size).toBe(2);
  });

  test('an event that could not be sent is sent by the next run, under the same id', async () => {
    await confirmed(50, 10);
    const publish = world.bus.publish.bind(world.bus);
    const ids: string[] = [];
    world.bus.publish = async ([event]) => {
      ids.push(event!.id);
      throw new Error('killed');
    };
    await expect(check()).rejects.toThrow('killed');
    world.bus.publish = publish;
    await check();
    await check();
    expect(world.bus.published.map(({ id }) => id)).toEqual(ids);
    expect(world.notifier.sent).toHaveLength(1);
  });

  test('predictions of one class only have no ROC-AUC, and are judged all the same', async () => {
    for (let i = 0; i < 50; i += 1)
      await predictionIn(world, {
        prediction: 0,
        diagnosis: 0,
        status: 'Confirmed',
        confirmedAt: world.clock.now().toISOString(),
      });
    expect(await check()).toMatchObject({ metrics: { accuracy: 1, recall: null, rocAuc: null } });
  });
});

test('without a model in service there is nothing to judge; one without an accuracy is a defect', async () => {
  await world.serve(2, { metrics: {} });
  await confirmed(50, 0, 2);
  await expect(check()).rejects.toThrow(/not registered with an accuracy/);
  handler = makeHandler(new World());
  expect(await check()).toEqual({ status: 'no-model', useCase: 'breast-cancer' });
});

test('behind the API: the same check for people', async () => {
  expect(
    await callHttp(handler as never, { route: 'POST /monitoring/quality/check', body: {} }),
  ).toMatchObject({ status: 200 });
  await fuzzRoute(handler as never, {
    route: 'POST /monitoring/quality/check',
    valid: { useCase: 'breast-cancer' },
  });
  await fuzzEvents(handler, { useCase: 'breast-cancer', time: 'now' });
});

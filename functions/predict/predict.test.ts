import { beforeEach, describe, expect, test } from '@jest/globals';
import { ThrottledError } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { predictResponseSchema } from '../../domain/serving/prediction.ts';
import { switchWrite } from '../../domain/usecase/switch.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { callHttp, fuzzRoute, type Call } from '../../tests/support/fuzz.ts';
import { benignRow, featuresOf, malignantRow, World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new World();
  await world.serve(1);
  handler = makeHandler(world);
});

const predict = (body: unknown, more: Partial<Call> = {}) =>
  callHttp(handler, { route: 'POST /predict', body, ...more });
const names = () => world.useCase.data.features.map(({ name }) => name);
const captured = async () =>
  (await world.records.query({ pk: partitions.pendingPredictions('breast-cancer'), index: 'byStatus' }))
    .records;

describe('POST /predict', () => {
  test('scores, explains, and captures with a pseudonym', async () => {
    const { status, body } = await predict({ features: featuresOf(malignantRow), patientId: 'P-1' });
    expect(status).toBe(200);
    const answer = parseWith(predictResponseSchema, body, 'answer');
    expect(answer).toMatchObject({
      prediction: 1,
      label: 'malignant',
      modelMetadata: { version: 1, accuracy: 0.97 },
    });
    const sizes = answer.contributions.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toHaveLength(30);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const logOdds = answer.contributions.reduce((sum, { contribution }) => sum + contribution, answer.base);
    expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(answer.probability, 12);
    const [record] = await captured();
    expect(record).toMatchObject({
      sk: answer.id,
      data: { status: 'Pending Validation', modelVersion: 1, features: { radius_mean: 17.99 } },
      indexes: { byPatient: { sk: answer.id } },
    });
    expect(JSON.stringify(record)).not.toContain('P-1');
    expect(world.logged.join('')).not.toMatch(/P-1|17\.99/);
    expect(world.metrics.counts).toEqual([
      { name: 'PredictionServed', value: 1, dimensions: { UseCase: 'breast-cancer', ModelVersion: '1' } },
    ]);
  });

  test('features by name, in any order, give the same', async () => {
    const values = featuresOf(3);
    const byName = Object.fromEntries(
      names()
        .map((name, i) => [name, values[i]] as const)
        .reverse(),
    );
    const [one, two] = [await predict({ features: values }), await predict({ features: byName })];
    expect(two.body['probability']).toBe(one.body['probability']);
  });

  test('a malignant result tells people once, by id and link alone; a benign one nobody', async () => {
    await predict({ features: featuresOf(benignRow), patientId: 'P-1' });
    expect(world.notifier.sent).toEqual([]);
    const { body } = await predict({ features: featuresOf(malignantRow), patientId: 'P-1' });
    expect(world.notifier.sent).toMatchObject([
      {
        key: `prediction/${String(body['id'])}`,
        topic: 'prediction',
        link: expect.stringContaining(String(body['id'])),
      },
    ]);
    expect(JSON.stringify(world.notifier.sent)).not.toMatch(/P-1|17\.99|probability/);
  });

  test.each([
    ['too few', (v: number[]) => v.slice(1), 'features', 'an array of 29'],
    ['no array', () => 'radius', 'features', 'a string'],
    [
      'a text',
      (v: number[]) => v.with(2, '12 mm' as unknown as number),
      'features.perimeter_mean',
      'a string',
    ],
    ['a hole', (v: number[]) => v.with(0, null as unknown as number), 'features.radius_mean', 'null'],
    ['too large', (v: number[]) => v.with(0, 61), 'features.radius_mean', 'a number above the range'],
    ['too small', (v: number[]) => v.with(0, -1), 'features.radius_mean', 'a number below the range'],
  ])('%s is a 400 that names the feature and why', async (_what, change, field, got) => {
    const { status, body } = await predict({ features: change(featuresOf(1)) });
    expect(status).toBe(400);
    expect(body['errors']).toEqual([{ field, got, expected: expect.any(String) }]);
    expect(await captured()).toEqual([]);
    expect(world.metrics.counts).toEqual([]);
  });

  test('missing and unknown names, each by itself, with the spelling that was meant', async () => {
    const { 'concave points_mean': value, ...rest } = Object.fromEntries(
      names().map((name, i) => [name, featuresOf(1)[i]]),
    );
    const { body } = await predict({ features: { ...rest, concave_points_mean: value } });
    expect(body['errors']).toEqual([
      { field: 'features.concave points_mean', got: 'nothing', expected: 'a number from 0 to 0.5' },
      {
        field: 'features.concave_points_mean',
        got: 'an unknown feature',
        expected: 'the name "concave points_mean"',
      },
    ]);
  });

  test.each([
    ['another field', { patientID: 'x' }, 400, 'patientID'],
    ['an unknown use case', { useCase: 'lung' }, 404, 'useCase'],
    ['an empty patient', { patientId: '' }, 400, 'patientId'],
  ])('%s is refused by name', async (_what, more, status, field) => {
    const answer = await predict({ features: featuresOf(1), ...more });
    expect(answer).toMatchObject({ status, body: { errors: [{ field }] } });
  });

  test('a paused use case and one without a model answer 503 and say what to do', async () => {
    const at = world.clock.now().toISOString();
    const pause = { useCase: 'breast-cancer', paused: true, by: 'ada', at, reason: 'audit' };
    await world.records.write([switchWrite(pause, undefined)]);
    expect(await predict({ features: featuresOf(1) })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/paused; ask the platform team/) },
    });
    handler = makeHandler(new World());
    expect(await predict({ features: featuresOf(1) })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/no model in service yet/) },
    });
  });
});

describe('a change of version', () => {
  test('is seen by the next request', async () => {
    await predict({ features: featuresOf(1) });
    await world.serve(2);
    expect((await predict({ features: featuresOf(1) })).body).toMatchObject({
      modelMetadata: { version: 2 },
    });
  });

  test.each([
    ['a model that is not there', async () => world.objects.delete('models/breast-cancer/v2/model.json')],
    ['a model that was changed', async () => world.objects.put('models/breast-cancer/v2/model.json', '{}')],
  ])(
    'to %s fails no prediction: the version before answers, the failure is counted',
    async (_what, damage) => {
      for (const cold of [false, true]) {
        if (!cold) await predict({ features: featuresOf(1) });
        else handler = makeHandler(world);
        await world.serve(2);
        await damage();
        // Warm, the version in memory answers; cold, the one before by the serving record.
        const key = { pk: 'use-case#breast-cancer', sk: 'serving' };
        const state = await world.records.get(key);
        const previous = cold ? { version: 1, modelKey: 'models/breast-cancer/v1/model.json' } : null;
        await world.records.write([
          { op: 'put', record: { ...key, data: { ...state!.data, previous } }, condition: 'exists' },
        ]);
        world.metrics.counts.length = 0;
        const answer = await predict({ features: featuresOf(1) });
        expect(answer).toMatchObject({ status: 200, body: { modelMetadata: { version: 1 } } });
        expect(
          world.metrics.counts.map(({ name, dimensions }) => [name, dimensions['ModelVersion']]),
        ).toEqual([
          ['PredictionFailed', '2'],
          ['PredictionServed', '1'],
        ]);
      }
      expect(world.logged.join('')).toMatch(/could not be loaded/);
    },
  );

  test('a version that comes back is loaded after a second', async () => {
    await predict({ features: featuresOf(1) });
    const { modelKey } = await world.serve(2);
    const file = await world.objects.get(modelKey);
    await world.objects.delete(modelKey);
    await predict({ features: featuresOf(1) });
    await world.objects.put(modelKey, file!.body);
    expect((await predict({ features: featuresOf(1) })).body).toMatchObject({
      modelMetadata: { version: 1 },
    });
    world.clock.advance(1);
    expect((await predict({ features: featuresOf(1) })).body).toMatchObject({
      modelMetadata: { version: 2 },
    });
  });

  test('is seen later where the pointer may be remembered', async () => {
    handler = makeHandler(Object.assign(world, { pointerCacheSeconds: 5 }));
    await predict({ features: featuresOf(1) });
    await world.serve(2);
    expect((await predict({ features: featuresOf(1) })).body).toMatchObject({
      modelMetadata: { version: 1 },
    });
    world.clock.advance(5);
    expect((await predict({ features: featuresOf(1) })).body).toMatchObject({
      modelMetadata: { version: 2 },
    });
  });
});

describe('Idempotency-Key', () => {
  const headers = { 'Idempotency-Key': 'k1' };
  const body = { features: featuresOf(malignantRow), patientId: 'P-1' };

  test('the same key gives the same, once stored prediction, and one alert', async () => {
    const answers = await Promise.all([predict(body, { headers }), predict(body, { headers })]);
    answers.push(await predict(body, { headers }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await captured()).toHaveLength(1);
    expect(new Set(world.notifier.sent.map(({ key }) => key)).size).toBe(1);
  });

  test('an alert that could not be sent is sent by the repetition', async () => {
    const notify = world.notifier.notify.bind(world.notifier);
    world.notifier.notify = async () => Promise.reject(new ThrottledError('slow down'));
    expect((await predict(body, { headers })).status).toBe(503);
    world.notifier.notify = notify;
    const answer = await predict(body, { headers });
    expect(answer.status).toBe(200);
    await predict(body, { headers });
    expect(world.notifier.sent.map(({ key }) => key)).toEqual([`prediction/${String(answer.body['id'])}`]);
  });

  test('another body is refused, another caller has keys of its own', async () => {
    await predict(body, { headers });
    expect(await predict({ features: featuresOf(2) }, { headers })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'Idempotency-Key' }] },
    });
    expect((await predict({ features: featuresOf(2) }, { headers, caller: 'bob' })).status).toBe(200);
    expect(await predict(body, { headers: { 'Idempotency-Key': 'a b' } })).toMatchObject({ status: 400 });
  });
});

test('a store that is busy is a 503, counted as a failure of the version', async () => {
  world.records.beforeWrite = () => {
    throw new ThrottledError('slow down');
  };
  expect((await predict({ features: featuresOf(1) })).status).toBe(503);
  expect(world.metrics.counts).toMatchObject([{ name: 'PredictionFailed' }]);
});

test('whatever is sent, the answer is no 5xx and names what is wrong', async () => {
  const quiet = makeHandler(world);
  await fuzzRoute(quiet, {
    route: 'POST /predict',
    valid: {
      useCase: 'breast-cancer',
      features: Object.fromEntries(names().map((name, i) => [name, featuresOf(1)[i]])),
      patientId: 'P',
    },
    runs: 3_000,
  });
  await fuzzRoute(quiet, { route: 'POST /predict', valid: { features: featuresOf(1) }, runs: 2_000 });
});

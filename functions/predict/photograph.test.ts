import { beforeEach, describe, expect, test } from '@jest/globals';
import { ThrottledError } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { largestPhotographBytes, unreadablePhotograph } from '../../domain/serving/photograph.ts';
import { predictResponseSchema } from '../../domain/serving/prediction.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { callHttp, type Call } from '../../tests/support/fuzz.ts';
import { answerOf, jpeg, NetworkWorld, png } from '../../tests/support/network-world.ts';
import { makeHandler } from './handler.ts';

let world: NetworkWorld;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new NetworkWorld();
  await world.serveNetwork(1);
  world.inference.next = answerOf(1);
  handler = makeHandler(world);
});
const predict = (features: unknown, more: Partial<Call> = {}) =>
  callHttp(handler, { route: 'POST /predict', body: { features, patientId: 'P-1' }, ...more });
const captured = async () =>
  (await world.records.query({ pk: partitions.pendingPredictions('skin-lesion'), index: 'byStatus' }))
    .records;
const kept = () => world.objects.list('images/');

describe('POST /predict of a photograph', () => {
  test('says the side and every diagnosis, the likeliest first', async () => {
    const { status, body } = await predict({ image: jpeg });
    expect(status).toBe(200);
    const answer = parseWith(predictResponseSchema, body, 'answer');
    expect(answer).toMatchObject({ prediction: 1, label: 'malignant', probability: 0.9, contributions: [] });
    expect(answer.classes?.[0]).toEqual({ class: 'mel', probability: 0.9 });
    expect(answer.classes).toHaveLength(7);
    expect(1 / (1 + Math.exp(-answer.base))).toBeCloseTo(answer.probability, 12);
  });

  test('keeps its figures, and the photograph under the name that a training finds it by', async () => {
    const { body } = await predict({ image: png });
    const id = String(body['id']);
    const [record] = await captured();
    expect(record?.data).toMatchObject({
      modelVersion: 1,
      features: { brightness: 0, yellowness: 0.4, image_id: id },
      photograph: `images/skin-lesion/${id}.png`,
    });
    expect(await kept()).toEqual([`images/skin-lesion/${id}.png`]);
    const file = await world.objects.get(`images/skin-lesion/${id}.png`);
    expect(Buffer.from(file!.body).toString('base64')).toBe(png);
    expect(world.logged.join('')).not.toContain(png);
    expect(JSON.stringify(record)).not.toContain(png);
  });

  test.each([
    ['numbers', [1, 2], 'features', 'no object'],
    ['figures of its own', { image: jpeg, brightness: 0.5 }, 'features.brightness', 'a field beside'],
    ['nothing', {}, 'features.image', 'no text'],
    ['an empty text', { image: '' }, 'features.image', 'an empty text'],
    ['no base64', { image: '<svg/>' }, 'features.image', 'no base64'],
    ['another kind', { image: Buffer.from('GIF89a').toString('base64') }, 'features.image', 'another kind'],
    [
      'more than 4 MB',
      { image: 'A'.repeat((largestPhotographBytes / 3) * 4 + 8) },
      'features.image',
      'a larger file',
    ],
  ])('%s are refused, and nothing is kept or asked', async (_what, features, field, got) => {
    const { status, body } = await predict(features);
    expect(status).toBe(400);
    expect(body['errors']).toEqual([expect.objectContaining({ field, got: expect.stringContaining(got) })]);
    expect(world.inference.asked).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  test('a file that no decoder reads is the fault of who sent it', async () => {
    world.inference.next = unreadablePhotograph();
    const { status, body } = await predict({ image: jpeg });
    expect([status, body['errors']]).toEqual([
      400,
      [expect.objectContaining({ field: 'features.image', got: 'a file that is no whole JPEG or PNG' })],
    ]);
    expect(await kept()).toEqual([]);
  });

  test('a busy server is asked again later', async () => {
    world.inference.next = new ThrottledError('too many wait');
    expect((await predict({ image: jpeg })).status).toBe(503);
    expect(await captured()).toEqual([]);
  });

  test('of two versions behind one endpoint the prediction is that of the one that answered', async () => {
    await world.serveNetwork(2);
    world.inference.next = answerOf(1, 0.2);
    const { body } = await predict({ image: jpeg });
    expect(body).toMatchObject({ prediction: 0, modelMetadata: { version: 1 } });
    expect((await captured())[0]?.data).toMatchObject({ modelVersion: 1 });
    world.inference.next = answerOf(9);
    expect((await predict({ image: jpeg })).status).toBe(503);
  });

  test('the same photograph under the same key is one prediction and one file; another one is refused', async () => {
    const key = { headers: { 'Idempotency-Key': 'k' } };
    const first = await predict({ image: jpeg }, key);
    expect((await predict({ image: jpeg }, key)).body).toEqual(first.body);
    expect(await kept()).toHaveLength(1);
    expect((await predict({ image: png }, key)).status).toBe(422);
  });

  test('where the record cannot be written the photograph goes again', async () => {
    world.records.write = () => Promise.reject(new Error('the table is gone'));
    const answer = await predict({ image: jpeg });
    expect(answer.status).toBe(500);
    expect(await kept()).toEqual([]);
  });

  test('where the write was made and its answer lost, the photograph stays', async () => {
    const write = world.records.write.bind(world.records);
    world.records.write = async (writes) => {
      await write(writes);
      throw new Error('the answer is lost');
    };
    expect((await predict({ image: jpeg })).status).toBe(500);
    expect(await kept()).toHaveLength(1);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ConditionFailedError } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { predictionIn, World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
let id: string;
beforeEach(async () => {
  world = new World();
  handler = makeHandler(world);
  id = await predictionIn(world, { prediction: 1 });
});

const confirm = (body: unknown, of = id) =>
  callHttp(handler, { route: 'POST /predictions/{id}/confirm', path: { id: of }, body });
const bulk = (confirmations: readonly unknown[]) =>
  callHttp(handler, { route: 'POST /predictions/confirmations', body: { confirmations } });
const audits = async () =>
  (await world.records.query({ pk: partitions.audit('breast-cancer'), limit: 1_000 })).records;
const inIndex = async (pk: string) => (await world.records.query({ pk, index: 'byStatus' })).records;

describe('one confirmation', () => {
  test.each([1, 'M', 'malignant'])(
    '%p confirms a malignant prediction, with an audit entry',
    async (diagnosis) => {
      const { status, body } = await confirm({ diagnosis });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, status: 'Confirmed', diagnosis: 1, confirmedBy: 'ada@example.org' });
      expect(body).not.toHaveProperty('features');
      expect(await inIndex(partitions.pendingPredictions('breast-cancer'))).toEqual([]);
      expect(await inIndex(partitions.confirmedPredictions('breast-cancer'))).toMatchObject([
        {
          sk: id,
          indexes: { byStatus: { sk: `${String(body['confirmedAt'])}#${id}` }, byPatient: { sk: id } },
        },
      ]);
      expect(await audits()).toMatchObject([{ data: { action: 'confirm-diagnosis', subject: id } }]);
    },
  );

  test('another diagnosis than predicted is a correction of the model', async () => {
    expect((await confirm({ diagnosis: 'benign' })).body).toMatchObject({
      status: 'Corrected',
      diagnosis: 0,
    });
  });

  test('the same again is the same answer and no second entry; another is a conflict unless meant', async () => {
    const first = await confirm({ diagnosis: 1 });
    world.clock.advance(60);
    expect(await confirm({ diagnosis: 'M' })).toEqual(first);
    expect(await confirm({ diagnosis: 0 })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'diagnosis' }] },
    });
    expect(await audits()).toHaveLength(1);
    const corrected = await confirm({ diagnosis: 0, correct: true });
    expect(corrected).toMatchObject({ status: 200, body: { status: 'Corrected', diagnosis: 0 } });
    expect(await inIndex(partitions.confirmedPredictions('breast-cancer'))).toHaveLength(1);
    expect(await audits()).toHaveLength(2);
  });

  test.each([
    ['an unknown diagnosis', { diagnosis: 2 }, 400, 'diagnosis'],
    ['no diagnosis', {}, 400, 'diagnosis'],
    ['a misspelt field', { diagnosis: 1, corect: true }, 400, 'corect'],
  ])('%s is refused by name', async (_what, body, status, field) => {
    expect(await confirm(body)).toMatchObject({ status, body: { errors: [{ field }] } });
  });

  test('an id that is none, and one that nothing has', async () => {
    expect(await confirm({ diagnosis: 1 }, 'x')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'id' }] },
    });
    expect(await confirm({ diagnosis: 1 }, '0'.repeat(26))).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'id' }] },
    });
  });

  test('who was overtaken looks again', async () => {
    let overtaken = 0;
    world.records.beforeWrite = () => {
      overtaken += 1;
      if (overtaken === 1) throw new ConditionFailedError('prediction');
    };
    expect((await confirm({ diagnosis: 1 })).status).toBe(200);
    expect(overtaken).toBe(2);
  });
});

describe('many confirmations', () => {
  test('each by itself: what is wrong stays alone', async () => {
    const other = await predictionIn(world, { prediction: 0 });
    const { status, body } = await bulk([
      { id, diagnosis: 'M' },
      { id: '0'.repeat(26), diagnosis: 1 },
      { id: other, diagnosis: 'perhaps' },
      'nonsense',
      { id: other, diagnosis: 1 },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      confirmed: 2,
      failed: 3,
      results: [
        { ok: true, id, status: 'Confirmed' },
        { ok: false, status: 404 },
        { ok: false, id: other, status: 400, errors: [{ field: 'diagnosis' }] },
        { ok: false, id: null, status: 400 },
        { ok: true, id: other, status: 'Corrected' },
      ],
    });
    expect(await audits()).toHaveLength(2);
  });

  test('a thousand, and one twice, are written once each; more are refused', async () => {
    const ids = [id];
    for (let i = 1; i < 999; i += 1) ids.push(await predictionIn(world, { prediction: 0 }));
    const { body } = await bulk([...ids, id].map((of) => ({ id: of, diagnosis: 1 })));
    expect(body).toMatchObject({ confirmed: 1000, failed: 0 });
    expect(await audits()).toHaveLength(999);
    expect(await bulk(Array.from({ length: 1001 }, () => ({ id, diagnosis: 1 })))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'confirmations' }] },
    });
  });
});

test('whatever is sent, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(handler, {
    route: 'POST /predictions/{id}/confirm',
    path: ['id'],
    valid: { useCase: 'breast-cancer', diagnosis: 1, correct: true },
    runs: 2_000,
  });
  await fuzzRoute(handler, {
    route: 'POST /predictions/confirmations',
    valid: {
      useCase: 'breast-cancer',
      confirmations: [
        { id, diagnosis: 'M', correct: true },
        { id: '0'.repeat(26), diagnosis: 0 },
      ],
    },
    runs: 2_000,
  });
});

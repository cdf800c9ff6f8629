import { beforeEach, describe, expect, test } from '@jest/globals';
import { ThrottledError, type JsonObject } from '../../domain/ports.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { approvalWrite, readApproval, type ApprovalRequest } from '../../domain/registry/approval.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let answered: { token: string; output: JsonObject }[];
let answer: () => Promise<'accepted' | 'gone'>;
let execution: 'RUNNING' | 'FAILED';

const asked: ApprovalRequest = {
  useCase: 'breast-cancer',
  version: 2,
  executionName: 'e',
  token: 'secret-token',
  status: 'Waiting',
  requestedAt: '2026-01-05T08:00:00.000Z',
  deadline: '2026-01-08T08:00:00.000Z',
};

beforeEach(async () => {
  world = new World();
  answered = [];
  answer = async () => 'accepted';
  execution = 'RUNNING';
  await world.serve(1);
  await world.serve(2, { status: 'PendingManualApproval' });
  await world.records.write([approvalWrite(asked, undefined)]);
});

const handler = () => {
  const { records, clock, useCases, logger } = world;
  const machine = {
    succeedTask: async (token: string, output: JsonObject) => {
      answered.push({ token, output });
      return answer();
    },
    describe: async () => ({ status: execution }),
  };
  return makeHandler({ records, clock, useCases, logger, machine });
};
/** Whoever rejects says why. */
const said = (what: 'approve' | 'reject') => (what === 'reject' ? { reason: 'worse recall' } : {});
const decide = (what: 'approve' | 'reject', by = 'ada', body: unknown = said(what), version = '2') =>
  callHttp(handler(), {
    route: `POST /models/{version}/${what}`,
    path: { version },
    body,
    caller: by,
  });
const stored = async () => (await readApproval(world.records, 'breast-cancer', 2))?.data;

describe('a decision about a version', () => {
  test('is noted with who and why, and answers the waiting state', async () => {
    const { status, body } = await decide('approve', 'ada', { reason: 'better recall' });
    expect(status).toBe(200);
    expect(body).toEqual({
      useCase: 'breast-cancer',
      version: 2,
      decision: 'approved',
      by: 'ada',
      at: '2026-01-05T08:00:00.000Z',
      executionName: 'e',
    });
    expect(answered).toEqual([
      {
        token: 'secret-token',
        output: { decision: 'approved', by: 'ada', at: '2026-01-05T08:00:00.000Z', reason: 'better recall' },
      },
    ]);
    expect(await stored()).toMatchObject({ status: 'Decided', acknowledgedAt: expect.any(String) });
  });

  test('a second one by the same person is the same answer, by another it is 409 with the name', async () => {
    const first = await decide('approve');
    expect(await decide('approve')).toEqual(first);
    expect(answered).toHaveLength(1);
    const other = await decide('reject', 'bob');
    expect(other).toMatchObject({ status: 409, body: { detail: 'version 2 was approved by ada before' } });
    expect(await decide('reject', 'ada')).toMatchObject({ status: 409 });
    expect(JSON.stringify([first, other])).not.toContain('secret-token');
  });

  test('where two persons are asked for, who started the training may reject but not approve', async () => {
    const { useCase } = world;
    const retraining = { ...useCase.retraining, twoPersonApproval: true };
    Object.assign(world, { useCases: catalogOf([{ ...useCase, retraining }]) });
    const before = await readApproval(world.records, 'breast-cancer', 2);
    await world.records.write([approvalWrite({ ...asked, requestedBy: 'ada' }, before)]);
    const refused = await decide('approve', 'ada');
    expect(refused).toMatchObject({ status: 403, body: { title: 'Second person wanted' } });
    expect(answered).toEqual([]);
    expect(await decide('approve', 'bob')).toMatchObject({ status: 200, body: { by: 'bob' } });
  });

  test('a rejection wants a reason', async () => {
    expect(await decide('reject', 'ada', {})).toMatchObject({ status: 400 });
  });

  test('of two at the same moment one counts', async () => {
    const results = await Promise.all([decide('approve', 'ada'), decide('reject', 'bob')]);
    expect(results.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answered).toHaveLength(1);
  });

  test('that was noted and not passed on is passed on by the repetition', async () => {
    answer = async () => Promise.reject(new ThrottledError('slow'));
    expect((await decide('approve')).status).toBe(503);
    expect(await stored()).toMatchObject({ status: 'Decided' });
    answer = async () => 'accepted';
    expect((await decide('approve')).status).toBe(200);
    expect((await decide('reject', 'bob')).status).toBe(409);
  });

  test('while the state is delivered anew: 503, and the repetition reaches the new token', async () => {
    answer = async () => 'gone';
    expect(await decide('approve')).toMatchObject({ status: 503 });
    const before = (await readApproval(world.records, 'breast-cancer', 2))!;
    await world.records.write([approvalWrite({ ...before.data, token: 'new' }, before)]);
    answer = async () => 'accepted';
    expect((await decide('approve')).status).toBe(200);
    expect(answered.at(-1)?.token).toBe('new');
  });

  test('whose answer was lost after it was taken is still the same answer', async () => {
    await world.serve(2, {
      status: 'Approved',
      approval: { decision: 'approved', by: 'ada', at: 'x' },
    });
    answer = async () => 'gone';
    expect((await decide('approve')).status).toBe(200);
  });

  test.each([
    ['after the deadline', async () => world.clock.advance(3 * 86_400)],
    [
      'when the execution has ended',
      async () => {
        execution = 'FAILED';
        answer = async () => 'gone';
      },
    ],
    [
      'when the question was closed',
      async () => {
        const before = (await readApproval(world.records, 'breast-cancer', 2))!;
        await world.records.write([approvalWrite({ ...before.data, status: 'Closed' }, before)]);
      },
    ],
  ])('%s is 409', async (_, arrange) => {
    await arrange();
    expect(await decide('approve')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('does not wait for a decision any more') },
    });
  });

  test.each([
    ['9', {}, 404, 'version'],
    ['1', {}, 409, 'version'],
    ['0', {}, 400, 'version'],
    ['two', {}, 400, 'version'],
    ['2', { why: 'x' }, 400, 'why'],
    ['2', { reason: 7 }, 400, 'reason'],
    ['2', { useCase: 'lung' }, 404, 'useCase'],
  ])('version %s with %j is %i by name', async (version, body, status, field) => {
    expect(await decide('approve', 'ada', body, version)).toMatchObject({
      status,
      body: { errors: [{ field }] },
    });
    expect(answered).toEqual([]);
  });

  test('any body is answered without a failure of ours', async () => {
    await fuzzRoute(handler(), {
      route: 'POST /models/{version}/approve',
      path: ['version'],
      valid: { useCase: 'breast-cancer', reason: 'r' },
    });
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { partitions } from '../../domain/records/keys.ts';
import { callHttp, fuzzRoute, type Call } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';
import { resultsKey } from './run-inference.ts';

const whole = readFileSync('usecases/data/breast_cancer_wisconsin.csv', 'utf8').trim().split('\n');
const table = (rows: number, change: (line: string, i: number) => string = (line) => line): string =>
  [whole[0], ...whole.slice(1, rows + 1).map(change)].join('\n');

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(async () => {
  world = new World();
  await world.serve(1);
  handler = makeHandler(world);
});

const start = (body: unknown, more: Partial<Call> = {}) =>
  callHttp(handler, { route: 'POST /inference/predict', body, ...more });
const resultsOf = async (jobId: unknown): Promise<string> =>
  new TextDecoder().decode((await world.objects.get(resultsKey('breast-cancer', String(jobId))))?.body);

describe('a batch prediction', () => {
  test('predicts each good row, names each bad one, and scores the drift', async () => {
    const csv = table(100, (line, i) => (i === 6 ? line.replace(/,[\d.]+,/, ',many,') : line));
    const { status, body } = await start({ csv, fileName: 'ward 7.csv' });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      status: 'Succeeded',
      rows: { read: 100, predicted: 99, refused: 1 },
      refusals: [{ row: 7, reason: 'not-a-number' }],
      drift: { drifted: expect.any(Boolean), sentence: expect.any(String) },
    });
    const lines = (await resultsOf(body['jobId'])).trim().split('\n');
    expect(lines).toHaveLength(100);
    expect(lines[0]).toBe('row,prediction,label,probability,confidence');
    expect(lines.some((line) => line.startsWith('7,'))).toBe(false);
    const { records } = await world.records.query({ pk: partitions.audit('breast-cancer') });
    expect(records.map(({ data }) => data['action'])).toEqual(['run-inference']);
  });

  test('is listed, shown, and given out by an address; that is audited', async () => {
    const { body } = await start({ csv: table(10), fileName: '../=1+1.csv' });
    const jobId = String(body['jobId']);
    expect(body).toMatchObject({ drift: null });
    expect(await callHttp(handler, { route: 'GET /inference/jobs' })).toMatchObject({
      body: { jobs: [{ jobId }] },
    });
    const one = await callHttp(handler, { route: 'GET /inference/jobs/{jobId}', path: { jobId } });
    expect(one.body).toEqual(body);
    const route = 'GET /inference/jobs/{jobId}/download';
    expect(await callHttp(handler, { route, path: { jobId } })).toMatchObject({
      body: { url: `signed:inference/breast-cancer/${jobId}.csv`, fileName: '..-1-1-results.csv' },
    });
    const { records } = await world.records.query({ pk: partitions.audit('breast-cancer') });
    expect(records.map(({ data }) => data['action'])).toEqual(['run-inference', 'download-inference']);
  });

  test('under the same key it is one job; a paused use case predicts nothing', async () => {
    const headers = { 'idempotency-key': 'k' };
    const first = await start({ csv: table(5) }, { headers });
    expect(await start({ csv: table(5) }, { headers })).toEqual(first);
    expect(await start({ csv: table(6) }, { headers })).toMatchObject({ status: 422 });
  });

  test.each([
    ['an empty one', '', /csv|exactly one/],
    ['a header alone', whole[0]!, /1 to 200000 rows/],
    ['one without a column', 'a,b\n1,2', /radius_mean/],
    ['a column twice', `${whole[0]!},radius_mean\n${whole[1]!},1`, /radius_mean/],
    ['a quote out of place', `${whole[0]!}\n"a"b`, /quote/],
    ['an archive', 'PK\u0003\u0004rest', /ZIP/],
  ])('%s is refused with one message', async (_, csv, words) => {
    const { status, body } = await start({ csv });
    expect(status).toBe(400);
    expect(body['detail']).toMatch(words);
  });

  test('any body is answered without a failure of ours', () =>
    fuzzRoute(handler, {
      route: 'POST /inference/predict',
      valid: { csv: table(3), fileName: 'x.csv' },
      runs: 300,
    }));
});

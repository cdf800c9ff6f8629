import { beforeEach, expect, test } from '@jest/globals';
import { datasetFiles, type IngestedDataset } from '../../domain/dataset/ingested.ts';
import { csvRecords, readSnapshot } from '../../domain/dataset/read-snapshot.ts';
import { makeSnapshot, snapshotHash } from '../../domain/dataset/snapshot.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { toJson } from '../../domain/records/typed.ts';
import { callHttp, fuzzRoute } from '../../tests/support/fuzz.ts';
import { answerOf, jpeg, NetworkWorld } from '../../tests/support/network-world.ts';
import { featuresOf, predictionIn, wisconsin, World } from '../../tests/support/world.ts';
import { makeHandler as confirmHandler } from '../confirm-diagnosis/handler.ts';
import { makeHandler as predictHandler } from '../predict/handler.ts';
import { makeHandler } from './handler.ts';

let world: World;
let pseudonym: string;
beforeEach(async () => {
  world = new World();
  pseudonym = await world.pseudonymizer.pseudonym('P-1');
});
const erase = (patientId = 'P-1') =>
  callHttp(makeHandler(world), { route: 'POST /patients/erase', body: { patientId } });
const holding = (text: string) =>
  world.records.all().filter((record) => JSON.stringify(record).includes(text));
const audits = async () => (await world.records.query({ pk: partitions.audit('breast-cancer') })).records;

test('predictions on all pages go, other patients stay, the audit has pseudonym and counts', async () => {
  for (let i = 0; i < 1_234; i += 1) await predictionIn(world, { patient: pseudonym });
  const other = await predictionIn(world, { patient: 'another' });
  const { status, body } = await erase();
  expect(status).toBe(200);
  expect(body).toEqual({
    useCase: 'breast-cancer',
    predictions: 1_234,
    confirmed: 0,
    datasetRows: 0,
    affectedVersions: [],
  });
  expect(holding('"prediction#').map(({ sk }) => sk)).toEqual([other]);
  expect((await audits())[0]?.data).toMatchObject({
    subject: pseudonym,
    reason: expect.stringMatching(/^1234 predictions/),
  });
  expect(holding('P-1')).toEqual([]);
  expect((await erase()).body).toMatchObject({ predictions: 0 });
});

test('versions made since a confirmed row are named, and answers kept under an Idempotency-Key go too', async () => {
  await world.serve(1);
  world.clock.advance(60);
  const predicted = await callHttp(predictHandler(world), {
    route: 'POST /predict',
    body: { features: featuresOf(0), patientId: 'P-1' },
    headers: { 'Idempotency-Key': 'k' },
  });
  const id = String(predicted.body['id']);
  await callHttp(confirmHandler(world), {
    route: 'POST /predictions/{id}/confirm',
    path: { id },
    body: { diagnosis: 1 },
  });
  world.clock.advance(60);
  await world.serve(2);
  expect((await erase()).body).toMatchObject({ predictions: 1, confirmed: 1, affectedVersions: [2] });
  expect(holding('"features"')).toEqual([]);
  expect(holding('"contributions"')).toEqual([]);
});

test('rows of ingested datasets go, the rest stays readable under its new hash', async () => {
  const { csv } = makeSnapshot(wisconsin, world.useCase.data);
  const [header, ...rows] = csv.trimEnd().split('\n');
  const withIds =
    [`id,${header!}`, ...rows.map((row, i) => `${i % 100 === 0 ? pseudonym : `p${i}`},${row}`)].join('\n') +
    '\n';
  const firstKey = datasetFiles.accepted('breast-cancer', 'd1');
  const dataset: IngestedDataset = {
    useCase: 'breast-cancer',
    datasetId: 'd1',
    status: 'Accepted',
    contentHash: 'h',
    createdBy: 'ada',
    ingestedAt: world.clock.now().toISOString(),
    csvKey: firstKey,
    csvHash: snapshotHash(withIds),
    rows: { read: 569, accepted: 569, quarantined: 0 },
    report: [],
  };
  await world.objects.put(firstKey, withIds);
  await world.objects.put(
    datasetFiles.quarantinedRows('breast-cancer', 'd1'),
    `id,why\n${pseudonym},"a, b"\nq,"c\nd"\n`,
  );
  await world.records.write([
    {
      op: 'put',
      record: { ...keys.dataset('breast-cancer', 'd1'), data: toJson(dataset) },
      condition: 'absent',
    },
  ]);
  world.clock.advance(60);
  await world.serve(1);
  // Once broken off after the new file was written: the next run finishes it.
  world.records.beforeWrite = () => {
    throw new Error('killed');
  };
  expect((await erase()).status).toBe(500);
  world.records.beforeWrite = undefined;
  expect((await erase()).body).toMatchObject({ datasetRows: 6, affectedVersions: [1] });
  const record = await world.records.get(keys.dataset('breast-cancer', 'd1'));
  const { csvKey, csvHash } = record!.data as unknown as IngestedDataset;
  const key = csvKey!;
  const left = await world.objects.get(key);
  expect(readSnapshot(left!.body, world.useCase.data, key, csvHash).table.rowCount).toBe(563);
  expect(await world.objects.list('datasets/')).toEqual([key]);
  const bad = await world.objects.get(datasetFiles.quarantinedRows('breast-cancer', 'd1'));
  expect(csvRecords(new TextDecoder().decode(bad!.body))).toEqual([
    ['id', 'why'],
    ['q', 'c\nd'],
  ]);
});

test('whatever is sent, the answer is no 5xx and names what is wrong', async () => {
  await fuzzRoute(makeHandler(world), {
    route: 'POST /patients/erase',
    valid: { useCase: 'breast-cancer', patientId: 'P-1' },
  });
});

test('photographs that predictions were asked of go with them, those of others stay', async () => {
  const lesions = new NetworkWorld();
  await lesions.serveNetwork(1);
  lesions.inference.next = answerOf(1);
  const ask = (patientId: string) =>
    callHttp(predictHandler(lesions), {
      route: 'POST /predict',
      body: { features: { image: jpeg }, patientId },
    });
  await ask('P-1');
  await ask('P-1');
  const other = await ask('P-2');
  const { body } = await callHttp(makeHandler(lesions), {
    route: 'POST /patients/erase',
    body: { patientId: 'P-1' },
  });
  expect(body).toMatchObject({ predictions: 2, photographs: 2 });
  expect(await lesions.objects.list('images/')).toEqual([
    `images/skin-lesion/${String(other.body['id'])}.jpg`,
  ]);
});

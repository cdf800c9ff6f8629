import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { datasetFiles } from '../../domain/dataset/ingested.ts';
import { csvRecords, readSnapshot } from '../../domain/dataset/read-snapshot.ts';
import { ThrottledError } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { callHttp, fuzzEvents, fuzzRoute, testContext } from '../../tests/support/fuzz.ts';
import { featuresOf, World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(() => {
  world = new World();
  handler = makeHandler(world);
});

const names = new World().useCase.data.features.map(({ name }) => name);
const header = ['id', 'nurse', 'diagnosis', ...names];
const line = (row: number, id: string, diagnosis = 'M', change: Record<string, string> = {}): string =>
  [id, 'Mary Smith', diagnosis, ...names.map((name, i) => change[name] ?? String(featuresOf(row)[i]))].join(
    ',',
  );
const csvOf = (...lines: string[]): string => `${[header.join(','), ...lines].join('\n')}\n`;
const good = csvOf(line(0, 'P-1'), line(1, 'P-2'), line(19, 'P-3', 'B'));
const dirty = csvOf(
  line(0, 'P-1'),
  line(1, 'P-2', 'M', { radius_mean: '20.57 mm' }),
  line(2, 'P-3', 'perhaps'),
  line(3, 'P-4', 'M', { area_mean: '99999' }),
  line(19, 'P-5', 'B'),
);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const text = async (key: string) => new TextDecoder().decode((await world.objects.get(key))!.body);

async function upload(csvs: readonly string[], change: object = {}, rows?: number): Promise<string> {
  const files = [];
  for (const [i, csv] of csvs.entries()) {
    const key = `raw/breast-cancer/d1/${i}.csv`;
    await world.objects.put(key, csv);
    files.push({ key, sha256: sha256(csv), rows: rows ?? csv.trimEnd().split('\n').length - 1 });
  }
  const manifest = { useCase: 'breast-cancer', datasetId: 'd1', files, createdBy: 'pathology', ...change };
  await world.objects.put(datasetFiles.manifest('breast-cancer', 'd1'), JSON.stringify(manifest));
  return datasetFiles.manifest('breast-cancer', 'd1');
}
const created = (key: string) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: 'objects' }, object: { key, size: 1 } },
});
const ingest = async (csvs: readonly string[], change: object = {}, rows?: number) =>
  handler(created(await upload(csvs, change, rows)), testContext);

describe('an announced dataset', () => {
  test('is accepted, pseudonymised, audited, and asks for a retraining', async () => {
    const result = await ingest([good]);
    expect(result).toMatchObject({
      status: 'Accepted',
      rows: { read: 3, accepted: 3, quarantined: 0 },
      repeated: false,
    });
    const { csvKey, csvHash } = result as { csvKey: string; csvHash: string };
    const accepted = await text(csvKey);
    expect(accepted).not.toMatch(/P-1|Mary/);
    expect(csvRecords(accepted)[1]?.[0]).toBe(await world.pseudonymizer.pseudonym('P-1'));
    const bytes = new TextEncoder().encode(accepted);
    expect([...readSnapshot(bytes, world.useCase.data, csvKey, csvHash).labels]).toEqual([1, 1, 0]);
    expect(world.bus.published).toMatchObject([
      {
        detailType: 'Dataset Ingested',
        detail: { datasetId: 'd1', rowsAccepted: 3, rowsQuarantined: 0, requestedRetraining: true },
      },
    ]);
    expect(world.notifier.sent).toMatchObject([{ severity: 'info', topic: 'dataset' }]);
    const audit = await world.records.query({ pk: partitions.audit('breast-cancer') });
    expect(audit.records).toMatchObject([
      { data: { action: 'ingest-dataset', actor: 'pathology', subject: 'd1' } },
    ]);
  });

  test('quarantines bad rows with reasons, by file and row, and the rows themselves apart', async () => {
    expect(await ingest([good, dirty])).toMatchObject({
      status: 'Accepted',
      rows: { read: 8, accepted: 3, quarantined: 5 },
    });
    const { cells } = JSON.parse(await text(datasetFiles.quarantine('breast-cancer', 'd1'))) as {
      cells: unknown[];
    };
    const file = 'raw/breast-cancer/d1/1.csv';
    expect(cells).toEqual([
      { file, row: 1, column: '(row)', reason: 'duplicate-row' },
      { file, row: 2, column: 'radius_mean', reason: 'unit-attached' },
      { file, row: 3, column: 'diagnosis', reason: 'unknown-target' },
      { file, row: 4, column: 'area_mean', reason: 'out-of-range' },
      { file, row: 5, column: '(row)', reason: 'duplicate-row' },
    ]);
    const rows = await text(datasetFiles.quarantinedRows('breast-cancer', 'd1'));
    expect(rows).toMatch(/20\.57 mm/);
    expect(rows).not.toMatch(/P-2|Mary/);
    expect(world.notifier.sent).toMatchObject([{ severity: 'warning' }]);
    const told = JSON.stringify([
      world.notifier.sent,
      world.bus.published,
      world.records.all(),
      world.logged,
    ]);
    expect(told).not.toMatch(/20\.57|99999|perhaps|P-2|Mary/);
  });

  test('the same again changes nothing; other content under its id is refused', async () => {
    await ingest([good]);
    const before = JSON.stringify(world.records.all());
    world.clock.advance(60);
    expect(await ingest([good])).toMatchObject({ repeated: true });
    expect(JSON.stringify(world.records.all())).toBe(before);
    expect(new Set(world.bus.published.map(({ id }) => id)).size).toBe(1);
    await expect(ingest([dirty])).rejects.toThrow(/accepted before with other content/);
  });

  test.each([
    [
      'a hash that differs',
      async () => {
        const key = await upload([good]);
        await world.objects.put('raw/breast-cancer/d1/0.csv', dirty);
        return handler(created(key), testContext);
      },
      /got SHA-256/,
    ],
    [
      'a file that is not there',
      async () => {
        const key = await upload([good]);
        await world.objects.delete('raw/breast-cancer/d1/0.csv');
        return handler(created(key), testContext);
      },
      /not there; upload files first/,
    ],
    ['another number of rows', () => ingest([good], {}, 4), /got 3 rows, expected 4/],
    [
      'a column that is missing',
      () => ingest([good.replaceAll('radius_mean', 'radius')]),
      /radius_mean: got no column/,
    ],
    [
      'other columns in the second file',
      () => ingest([good, good.replace('nurse', 'doctor')]),
      /columns are not those/,
    ],
    ['a quote out of place', () => ingest([`${good}"a"b,c\n`]), /a quote is out of place at line \d/],
    [
      'bytes that are not UTF-8',
      async () => {
        const bytes = Uint8Array.of(0xff, 0xfe, 0x41);
        const sha = createHash('sha256').update(bytes).digest('hex');
        const key = await upload([], {
          files: [{ key: 'raw/breast-cancer/d1/x.csv', sha256: sha, rows: 0 }],
        });
        await world.objects.put('raw/breast-cancer/d1/x.csv', bytes);
        return handler(created(key), testContext);
      },
      /not UTF-8/,
    ],
    [
      'a file of somebody else',
      () => ingest([], { files: [{ key: 'models/x.csv', sha256: 'a'.repeat(64), rows: 1 }] }),
      /lies outside of/,
    ],
    [
      'a manifest for another dataset',
      () => ingest([good], { datasetId: 'd2' }),
      /another use case or dataset/,
    ],
    [
      'a manifest with a misspelt field',
      () => ingest([good], { creator: 'x' }),
      /creator: got an unknown field/,
    ],
    ['no usable row', () => ingest([csvOf(line(2, 'P-3', 'perhaps'))]), /0 of 1 rows kept/],
  ])('with %s is rejected with the reason', async (_what, run, reason) => {
    const result = await run();
    expect(result).toMatchObject({
      status: 'Rejected',
      report: expect.arrayContaining([expect.stringMatching(reason)]),
    });
    expect(world.bus.published).toMatchObject([{ detail: { requestedRetraining: false } }]);
    expect(await world.objects.list('datasets/')).toEqual([]);
  });

  test('that was rejected may come again, repaired', async () => {
    expect(await ingest([good.replaceAll('radius_mean', 'radius')])).toMatchObject({ status: 'Rejected' });
    expect(await ingest([good])).toMatchObject({ status: 'Accepted' });
  });

  test('whose event could not be sent sends it when the upload is delivered again', async () => {
    const publish = world.bus.publish.bind(world.bus);
    world.bus.publish = async () => Promise.reject(new ThrottledError('slow down'));
    await expect(ingest([good])).rejects.toThrow('slow down');
    world.bus.publish = publish;
    expect(await ingest([good])).toMatchObject({ repeated: true });
    expect(world.bus.published).toHaveLength(1);
  });
});

test('other objects are ignored, other events refused by name', async () => {
  expect(await handler(created('raw/breast-cancer/d1/0.csv'), testContext)).toEqual({ status: 'Ignored' });
  await expect(handler(created('raw/lung/d1/manifest.json'), testContext)).rejects.toThrow(/use case/);
  const key = await upload([good]);
  await fuzzEvents(handler, created(key), 500);
});

test('whatever a manifest holds, the dataset is accepted or rejected', async () => {
  const key = await upload([good]);
  const valid: unknown = JSON.parse(await text(key));
  await fuzzEvents(
    async (manifest) => {
      const fresh = new World();
      await fresh.objects.put('raw/breast-cancer/d1/0.csv', good);
      await fresh.objects.put(key, manifest === undefined ? '' : JSON.stringify(manifest));
      const result = await makeHandler(fresh)(created(key), testContext);
      expect(result).toMatchObject({ status: expect.stringMatching(/^(Accepted|Rejected)$/) });
    },
    valid,
    500,
  );
});

describe('POST /datasets', () => {
  const post = (body: object) => callHttp(handler as never, { route: 'POST /datasets', body });
  test('takes a small table', async () => {
    expect(await post({ datasetId: 'd1', csv: good })).toMatchObject({
      status: 201,
      body: { status: 'Accepted', createdBy: 'ada@example.org' },
    });
    expect(await post({ datasetId: 'd1', csv: good })).toMatchObject({
      status: 200,
      body: { repeated: true },
    });
    expect(await post({ datasetId: 'd1', csv: dirty })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'datasetId' }] },
    });
    expect(await world.objects.list('raw/')).toEqual([]);
  });
  test.each([
    ['a bad id', { datasetId: '../x', csv: good }, 400, 'datasetId'],
    ['no rows that fit', { datasetId: 'd1', csv: 'a,b\n1,2\n' }, 422, 'csv'],
    ['nothing', { datasetId: 'd1' }, 400, 'csv'],
  ])('%s is refused by name', async (_what, body, status, field) => {
    expect(await post(body)).toMatchObject({ status, body: { errors: [{ field }] } });
  });
  test('whatever is sent, the answer is no 5xx and names what is wrong', async () => {
    await fuzzRoute(handler as never, {
      route: 'POST /datasets',
      valid: { useCase: 'breast-cancer', datasetId: 'd1', csv: good },
    });
  });
});

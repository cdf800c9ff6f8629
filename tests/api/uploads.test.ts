import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deflateRawSync } from 'node:zlib';
import { ApiError } from '../../domain/api/index.ts';
import { apiWorld, type ApiWorld } from './world.ts';

const useCase = 'breast-cancer';
let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
}, 60_000);
afterAll(() => world.close());

const rows = (): string[] => world.data.baseCsv.trim().split('\n').slice(0, 41);

/** Uploads the bytes as the console does, and takes them in; the problem where there is one. */
async function upload(bytes: Uint8Array | string, datasetId: string) {
  const clinician = world.as('carl.clinician');
  const body = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const announced = await clinician.createUpload({
    body: { useCase, fileName: 'a.csv', bytes: Math.max(1, body.byteLength) },
  });
  const { url, method, headers } = announced;
  const put = await fetch(url, { method, headers, body: Buffer.from(body) });
  if (put.status !== 200) return { put: put.status };
  const params = { uploadId: announced.uploadId };
  const taken = await clinician
    .completeUpload({ params, body: { useCase, datasetId } })
    .catch((error: unknown) => error);
  return { put: put.status, taken };
}

describe('an upload', () => {
  test('is taken in with a report of three kinds of mistakes, previewed without identifiers, and listed', async () => {
    const [header, ...lines] = rows();
    const broken = lines.map((line, i) => {
      if (i === 2) return line.replace(/,[^,]+,/, ',seventeen,');
      if (i === 5) return line.replace(/,[^,]+,/, ',-1000,');
      return i === 8 ? line.replace(/,[^,]+,/, ',,') : line;
    });
    const { taken } = await upload([header, ...broken].join('\n'), 'three-mistakes');
    expect(taken).toMatchObject({ status: 'Accepted', rows: { read: 40, accepted: 37, quarantined: 3 } });
    const reader = world.as('rita.reader');
    const params = { datasetId: 'three-mistakes' };
    const { problems } = await reader.getDataset({ params, query: { useCase } });
    expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
      [3, expect.any(String)],
      [6, expect.any(String)],
      [9, expect.any(String)],
    ]);
    expect(new Set(problems.map(({ reason }) => reason)).size).toBe(3);
    const preview = await world.as('carl.clinician').previewDataset({ params, query: { useCase } });
    expect(preview.rows).toHaveLength(20);
    expect(preview.columns).not.toContain('id');
    expect(preview.distributions).toHaveLength(30);
    const { datasets } = await reader.listDatasets({ query: { useCase } });
    expect(datasets.map(({ datasetId }) => datasetId)).toContain('three-mistakes');
  });

  const zipBomb = (): Uint8Array =>
    Buffer.concat([Buffer.from('504b0304', 'hex'), deflateRawSync(Buffer.alloc(50_000_000))]);
  test.each<[string, () => Uint8Array | string, RegExp]>([
    ['a zip bomb', zipBomb, /ZIP archive.*save the sheet as CSV/s],
    ['a PDF', () => '%PDF-1.7\n', /got a PDF/],
    ['UTF-16', () => Buffer.from(`\ufeff${rows().join('\n')}`, 'utf16le'), /UTF-16/],
    ['Latin-1', () => Buffer.from(`${rows()[0]!}\nGröße,1`, 'latin1'), /not UTF-8/],
    ['bytes', () => new Uint8Array([1, 2, 0, 3]), /bytes, not of text/],
    [
      'a header twice',
      () =>
        rows()
          .map((line, i) => `${line},${i === 0 ? 'radius_mean' : 1}`)
          .join('\n'),
      /radius_mean/,
    ],
    ['no header of ours', () => 'a,b\n1,2\n', /radius_mean|diagnosis/],
    ['a header alone', () => rows()[0]!, /no usable row|0 of 0 rows/],
  ])('of %s ends in one clear message', async (name, make, words) => {
    const { taken } = await upload(make(), `bad-${name.replaceAll(/\W/g, '-')}`);
    expect(taken).toBeInstanceOf(ApiError);
    const { status, problem } = taken as ApiError;
    expect(status === 400 || status === 422).toBe(true);
    expect(problem.detail).toMatch(words);
    expect(problem.errors?.length).toBeGreaterThanOrEqual(1);
  });

  test('of formulas: each is refused as a number, and none comes back in an export', async () => {
    const [header, ...lines] = rows();
    const formulas = ['=1+1', '=HYPERLINK("http://evil")', '@SUM(A1)', '+1;cmd', '\t=1'];
    const csv = [
      header,
      ...lines.map((line, i) =>
        formulas[i] ? line.replace(/,[^,]+,/, `,"${formulas[i].replaceAll('"', '""')}",`) : line,
      ),
    ];
    const clinician = world.as('carl.clinician');
    const job = await clinician.startInferenceJob({ body: { useCase, csv: csv.join('\n') } });
    expect(job.rows).toEqual({ read: 40, predicted: 35, refused: 5 });
    const params = { jobId: job.jobId };
    const { url, bytes } = await clinician.downloadInferenceResults({ params, query: { useCase } });
    const file = await fetch(url);
    const text = await file.text();
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(Buffer.byteLength(text)).toBe(bytes);
    const cells = text.split(/[\n,]/);
    expect(cells.filter((cell) => /^[=+@\t\r]|^-[^\d]/.test(cell))).toEqual([]);
  });

  test('of nothing and of a gigabyte is refused before a byte is sent; of more than announced while it is sent', async () => {
    const clinician = world.as('carl.clinician');
    for (const bytes of [0, 1024 ** 3]) {
      const refused = await clinician
        .createUpload({ body: { useCase, fileName: 'a.csv', bytes } })
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ status: 400, problem: { errors: [{ field: 'bytes' }] } });
    }
    const announced = await clinician.createUpload({ body: { useCase, fileName: 'a.csv', bytes: 5 } });
    for (const body of ['123456', '1234'])
      expect((await fetch(announced.url, { method: 'PUT', body })).status).toBe(413);
    const early = await clinician
      .completeUpload({ params: { uploadId: announced.uploadId }, body: { useCase, datasetId: 'x' } })
      .catch((error: unknown) => error);
    expect(early).toMatchObject({ status: 409 });
  });

  test('is finished by nobody else, its address is for one file and one way', async () => {
    const announced = await world.as('carl.clinician').createUpload({
      body: { useCase, fileName: 'a.csv', bytes: 1 },
    });
    expect((await fetch(announced.url)).status).toBe(403);
    const forged = announced.url.replace(/\.[^.]*$/, '.AAAA');
    expect((await fetch(forged, { method: 'PUT', body: '1' })).status).toBe(403);
    await fetch(announced.url, { method: 'PUT', body: '1' });
    const other = await world
      .as('adam.admin')
      .completeUpload({ params: { uploadId: announced.uploadId }, body: { useCase, datasetId: 'x' } })
      .catch((error: unknown) => error);
    expect(other).toMatchObject({ status: 404 });
  });
});

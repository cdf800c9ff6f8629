import { describe, expect, test, beforeAll, afterAll } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { createClient, type ApiClient } from '../../domain/api/index.ts';
import { Ulids } from '../../domain/ids/ulid.ts';
import type { ObjectStore, RecordStore, SignedUrls } from '../../domain/ports.ts';
import { systemClock } from '../../local/adapters/system-clock.ts';
import { makeFunctions, type FunctionPorts } from '../../local/functions.ts';
import { startHttp, type HttpServer, type Site } from '../../local/http/server.ts';
import { benignRow, featuresOf, malignantRow, World } from '../support/world.ts';

export interface Stores {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly signedUrls: SignedUrls;
  /** Answers addresses that the server itself signed. */
  readonly handle?: Site['handle'];
  readonly listensAt?: (url: string) => void;
}

const useCase = 'breast-cancer';
const whole = readFileSync('usecases/data/breast_cancer_wisconsin.csv', 'utf8').trim().split('\n');
const table = (from: number, to: number): string => [whole[0], ...whole.slice(from, to)].join('\n');

/** What a ward does in a day, through the contract's client: the same on each platform's stores. */
export function apiJourney(name: string, open: () => Promise<Stores>): void {
  describe(`the API on ${name}`, () => {
    let server: HttpServer;
    let client: ApiClient;
    let id: string;

    beforeAll(async () => {
      const stores = await open();
      const { records, objects, signedUrls } = stores;
      const world = Object.assign(new World(), { records, objects, signedUrls, clock: systemClock });
      await world.serve(1, { status: 'Archived' });
      await world.serve(2, { status: 'InService' });
      const ports: FunctionPorts = {
        bus: world.bus,
        notifier: world.notifier,
        metrics: world.metrics,
        chat: world.chat,
        pseudonymizer: world.pseudonymizer,
        clock: systemClock,
        ids: new Ulids(systemClock),
        useCases: world.useCases,
        logger: pino({ level: 'silent' }),
        records,
        objects,
        signedUrls,
        inference: world.inference,
        codeVersion: 'test',
        machine: {
          start: async () => 'started',
          describe: async () => ({ status: 'RUNNING' }),
          succeedTask: async () => 'accepted',
        },
        history: { states: async () => undefined, state: async () => undefined },
        pipelines: unused() as FunctionPorts['pipelines'],
        deployer: unused() as FunctionPorts['deployer'],
      };
      server = await startHttp({
        port: 0,
        clock: systemClock,
        routes: makeFunctions(ports).routes(),
        siteOf: (url) => {
          stores.listensAt?.(url);
          const claims = { sub: 'carl', scope: 'reader clinician approver admin', exp: Infinity };
          return { authorize: () => ({ claims }), handle: stores.handle ?? (async () => false) };
        },
      });
      client = createClient({ baseUrl: server.url, fetch });
    }, 60_000);
    afterAll(() => server.close());

    test('predicts one and several, lists by pages and by uncertainty', async () => {
      const one = await client.predict({
        body: { useCase, features: featuresOf(malignantRow), patientId: 'P-1' },
        idempotencyKey: 'k-1',
      });
      ({ id } = one);
      const again = await client.predict({
        body: { useCase, features: featuresOf(malignantRow), patientId: 'P-1' },
        idempotencyKey: 'k-1',
      });
      expect(again.id).toBe(id);
      const several = await client.predictBatch({
        body: {
          useCase,
          records: [
            { features: featuresOf(benignRow), reference: 'bed 1' },
            { features: [1, 2], reference: 'bed 2' },
            { features: featuresOf(3) },
          ],
        },
      });
      expect(several).toMatchObject({ predicted: 2, refused: 1 });
      expect(several.results[1]).toMatchObject({ ok: false, status: 400, reference: 'bed 2' });
      const first = await client.listPredictions({ query: { useCase, limit: '2' } });
      const second = await client.listPredictions({
        query: { useCase, limit: '2', ...(first.cursor === undefined ? {} : { cursor: first.cursor }) },
      });
      expect([first.predictions.length, second.predictions.length]).toEqual([2, 1]);
      const { predictions } = await client.listPredictions({ query: { useCase, order: 'uncertainty' } });
      const confidences = predictions.map(({ confidence }) => confidence);
      expect(confidences).toEqual([...confidences].sort((a, b) => a - b));
      const shown = await client.getPrediction({ params: { id }, query: { useCase } });
      expect(shown.features).toHaveProperty('radius_mean');
    });

    test('takes diagnoses one by one, by feedback and in bulk', async () => {
      const confirmed = await client.confirmDiagnosis({
        params: { id },
        body: { useCase, diagnosis: 'malignant' },
      });
      expect(confirmed).toMatchObject({ status: 'Confirmed', confirmedBy: 'carl' });
      const { predictions } = await client.listPredictions({ query: { useCase } });
      const [left, right] = predictions;
      await client.sendFeedback({ body: { useCase, predictionId: left!.id, diagnosis: 0 } });
      const bulk = await client.confirmDiagnoses({
        body: { useCase, confirmations: [{ id: right!.id, diagnosis: 1 }, { id: 'x' }] },
      });
      expect(bulk).toMatchObject({ confirmed: 1, failed: 1 });
      await expect(
        client.confirmDiagnosis({ params: { id }, body: { useCase, diagnosis: 0 } }),
      ).rejects.toMatchObject({ status: 409 });
      const { days } = await client.getCoverage({ query: { useCase, days: '2' } });
      expect(days.at(-1)).toMatchObject({ predictions: 3, confirmed: 3 });
      const { hours } = await client.getTraffic({ query: { useCase, hours: '2' } });
      expect(hours.map(({ predictions: count }) => count).reduce((a, b) => a + b)).toBe(3);
    });

    const uploaded = async (csv: string, purpose: 'dataset' | 'inference'): Promise<string> => {
      const bytes = Buffer.byteLength(csv);
      const file = { useCase, fileName: 'ward.csv', bytes, purpose };
      const { uploadId, url, method, headers } = await client.createUpload({ body: file });
      expect((await fetch(url, { method, headers, body: csv })).status).toBe(200);
      return uploadId;
    };

    test('takes an uploaded dataset in, and predicts an uploaded table', async () => {
      const params = { datasetId: 'november-1' };
      const dataset = await client
        .completeUpload({
          params: { uploadId: await uploaded(table(1, 101).replace(',', ',x'), 'dataset') },
          body: { useCase, ...params },
        })
        .catch((error: unknown) => error);
      expect(dataset).toMatchObject({ status: 422 });
      const taken = await client.completeUpload({
        params: { uploadId: await uploaded(table(1, 101), 'dataset') },
        body: { useCase, ...params },
      });
      expect(taken).toMatchObject({ status: 'Accepted', repeated: false });
      const preview = await client.previewDataset({ params, query: { useCase } });
      expect(preview.distributions).toHaveLength(30);
      const job = await client.startInferenceJob({
        body: { useCase, uploadId: await uploaded(table(1, 121), 'inference') },
        idempotencyKey: 'job-1',
      });
      expect(job).toMatchObject({ rows: { read: 120, predicted: 120, refused: 0 }, fileName: 'ward.csv' });
      expect(job.drift?.sentence).toEqual(expect.any(String));
      const { url, bytes } = await client.downloadInferenceResults({
        params: { jobId: job.jobId },
        query: { useCase },
      });
      expect(Buffer.byteLength(await (await fetch(url)).text())).toBe(bytes);
      const { jobs } = await client.listInferenceJobs({ query: { useCase } });
      expect(jobs).toEqual([job]);
    });

    test('compares versions, deploys by hand and rolls back', async () => {
      const { models } = await client.listModels({ query: { useCase } });
      expect(models.map(({ version }) => version)).toEqual([2, 1]);
      const comparison = await client.compareModels({ query: { useCase, left: '1', right: '2' } });
      expect(comparison.differences).toHaveProperty('accuracy', 0);
      const { markdown } = await client.getModelCard({ params: { version: '2' }, query: { useCase } });
      expect(markdown).toContain('Decision support');
      const reason = { useCase, reason: 'odd results' };
      const params = { version: '1' };
      expect(await client.deployModel({ params, body: reason })).toMatchObject({ liveVersion: 1 });
      expect(await client.rollBackModel({ params, body: reason })).toMatchObject({ liveVersion: 2 });
      const { useCases } = await client.getStatus({ query: { useCase } });
      expect(useCases[0]?.live?.version).toBe(2);
    });

    test('starts a training once for a key, lists it', async () => {
      const body = { useCase, explanation: 'new scanner' };
      const started = await client.startTraining({ body, idempotencyKey: 't-1' });
      expect(started.status).toBe('Started');
      const again = await client.startTraining({ body, idempotencyKey: 't-1' });
      expect(again).toEqual({ ...started, status: 'AlreadyStarted' });
      const { trainings } = await client.listTrainings({ query: { useCase } });
      expect(trainings).toMatchObject([
        { name: started.executionName, status: 'Training', requestedBy: 'carl' },
      ]);
      const params = { name: started.executionName };
      const detail = await client.getTraining({ params, query: { useCase } });
      expect(detail.logs[0]?.message).toContain('new scanner');
    });

    test('answers an entity tag with 304, and what is asked at a glance', async () => {
      const asked = `${server.url}/models?useCase=${useCase}`;
      const first = await fetch(asked);
      const tag = first.headers.get('etag') ?? '';
      expect((await fetch(asked, { headers: { 'if-none-match': tag } })).status).toBe(304);
      expect(await client.getHealth()).toMatchObject({ status: 'ok' });
      expect((await client.getMe()).scopes).toHaveLength(4);
      const costs = await client.getCosts({ query: { useCase } });
      expect(costs.useCases[0]).toMatchObject({ predictions: 3, trainings: 1 });
      const { events, last } = await client.listEvents({ query: { useCase } });
      expect(events.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['prediction', 'dataset', 'inference', 'deployment', 'execution']),
      );
      expect((await client.listEvents({ query: { useCase, after: last! } })).events).toEqual([]);
    });

    test('pauses and goes on; erases a patient through every store, and keeps who did it', async () => {
      const params = { useCase };
      await client.pauseUseCase({ params, body: { reason: 'scanner under repair' } });
      const { alarms } = await client.listAlarms({ query: { useCase } });
      expect(alarms.map(({ id: alarm }) => alarm)).toEqual([`${useCase}/paused`]);
      const features = featuresOf(benignRow);
      await expect(client.predict({ body: { useCase, features } })).rejects.toMatchObject({ status: 503 });
      await client.resumeUseCase({ params, body: { reason: 'repaired' } });
      const erased = await client.erasePatient({ body: { useCase, patientId: 'P-1' } });
      expect(erased).toMatchObject({ predictions: 1, confirmed: 1 });
      await expect(client.getPrediction({ params: { id }, query: { useCase } })).rejects.toMatchObject({
        status: 404,
      });
      const { entries } = await client.listAudit({ query: { useCase, limit: '200' } });
      expect(entries[0]).toMatchObject({ action: 'erase-patient', actor: 'carl' });
      expect(JSON.stringify(entries)).not.toContain('P-1');
    });
  });
}

/** A port that this journey does not come to: a use of it fails by name. */
const unused = (): object =>
  new Proxy(
    {},
    {
      get: (_, name) => () => {
        throw new Error(`not used here: ${String(name)}`);
      },
    },
  );

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StoryApi } from '../../cli/story/api.ts';
import { follow } from '../../cli/story/follow.ts';
import { silentNarrator } from '../../cli/story/narrator.ts';
import { storyData } from '../../cli/story/traffic.ts';
import { startPlatform, type Platform } from '../../local/platform.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { fuzzRoute } from '../support/fuzz.ts';

/** Bodies over all routes that take one. */
const bodiesInAll = 20_000;

let home: string;
let platform: Platform;
let valid: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'modelkeep-fuzz-'));
  platform = await startPlatform({ home, port: 0, schedules: false });
  const api = new StoryApi(platform.url, breastCancer.name);
  await follow(api, silentNarrator, await api.retrain('first-version', 'to be fuzzed'), (model) =>
    api.approve(model.version),
  );
  const [patient] = (await storyData(breastCancer)).nextPatients(1, false);
  const answer = await api.predict(patient!);
  valid = {
    '/predict': { features: patient!.features, patientId: 'P-1', useCase: 'breast-cancer' },
    '/predictions/{id}/confirm': { diagnosis: 'malignant' },
    '/predictions/confirmations': { confirmations: [{ id: answer!.id, diagnosis: 1 }] },
    '/patients/erase': { patientId: 'P-2' },
    '/datasets': { datasetId: 'd-1', csv: 'diagnosis,radius_mean\nM,17.99\n' },
    '/retrain': { reason: 'fuzzed', explanation: 'by a test' },
    '/models/{version}/approve': { reason: 'fuzzed' },
    '/models/{version}/reject': { reason: 'fuzzed' },
    '/use-cases/{useCase}/pause': { reason: 'fuzzed' },
    '/use-cases/{useCase}/resume': { reason: 'fuzzed' },
  };
}, 60_000);
afterAll(async () => {
  await platform.close();
  await rm(home, { recursive: true, force: true });
});

test('20,000 random bodies, spread over the routes of a running platform: no 5xx, each 4xx names a field, nothing of the inside', async () => {
  const routes = platform.functions.routes().filter(({ method }) => method === 'POST' || method === 'PUT');
  expect(routes.length).toBeGreaterThanOrEqual(12);
  const runs = Math.ceil(bodiesInAll / routes.length);
  for (const { method, path, handler } of routes) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    await fuzzRoute(handler, {
      route: `${method} ${path}`,
      path: parameters,
      valid: valid[path] ?? { useCase: 'breast-cancer' },
      runs,
    });
  }
  expect(await readFile(join(home, 'platform.log'), 'utf8')).not.toMatch(/"msg":"request failed"/);
}, 120_000);

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { tokenFor } from '../../cli/io/token.ts';
import { StoryApi } from '../../cli/story/api.ts';
import { follow } from '../../cli/story/follow.ts';
import { silentNarrator } from '../../cli/story/narrator.ts';
import { storyData } from '../../cli/story/traffic.ts';
import { createClient } from '../../domain/api/index.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import type { ClientResult, Clients } from './client-worker.ts';
import { startChild } from './http.ts';
import { percentile } from './open-loop.ts';
import { tableText } from './table.ts';

const clients = 200;
const seconds = 30;
const predictionsBefore = 10_000;

const useCase = breastCancer.name;
const reads = [
  `/models?useCase=${useCase}`,
  `/models/1?useCase=${useCase}`,
  `/executions?useCase=${useCase}`,
  `/predictions?useCase=${useCase}&limit=20`,
  `/monitoring/drift?useCase=${useCase}`,
  `/monitoring/alarms?useCase=${useCase}`,
  `/use-cases/${useCase}`,
  '/me',
];

/** 200 clients at once for half a minute, reading and predicting, with 10,000 predictions in store. */
export async function benchClients(root: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'modelkeep-clients-'));
  const { child, url } = await startChild(root, home);
  try {
    const story = new StoryApi(url, useCase);
    const data = await storyData(breastCancer);
    await follow(story, silentNarrator, await story.retrain('first-version', 'bench'), (model) =>
      story.approve(model.version),
    );
    const token = (await tokenFor(url, 'adam.admin')) ?? '';
    const api = createClient({ baseUrl: url, fetch, token: () => token });
    for (let made = 0; made < predictionsBefore; made += 100)
      await api.predictBatch({
        body: { useCase, records: data.nextPatients(100, false).map(({ features }) => ({ features })) },
      });
    const bodies = data.nextPatients(200, false).map(({ features }) => JSON.stringify({ useCase, features }));
    const workerData: Clients = { url, token, clients, seconds, bodies, reads };
    const load = new Worker(new URL('./client-worker.ts', import.meta.url), { workerData });
    // The worker's own type.
    const [{ latenciesMs, failures }] = (await once(load, 'message')) as [ClientResult];
    const row = (name: 'predict' | 'read'): string[] => {
      const all = latenciesMs[name];
      const ms = (p: number): string => percentile(all, p).toFixed(1);
      return [name, String(all.length), (all.length / seconds).toFixed(0), ms(0.5), ms(0.99), ms(1)];
    };
    console.log(
      tableText(
        [`${clients} clients for ${seconds} s`, 'answered', 'a second', 'p50 ms', 'p99 ms', 'max ms'],
        [row('predict'), row('read')],
      ),
    );
    console.log(
      `failures: ${failures.length}${failures.length > 0 ? `, the first ${failures[0] ?? ''}` : ''}`,
    );
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(home, { recursive: true, force: true });
  }
}

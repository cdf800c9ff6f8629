import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { tokenFor } from '../../cli/io/token.ts';
import { StoryApi } from '../../cli/story/api.ts';
import { follow } from '../../cli/story/follow.ts';
import { silentNarrator } from '../../cli/story/narrator.ts';
import { storyData } from '../../cli/story/traffic.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import type { Load } from './load-worker.ts';
import { percentile, type LoadResult } from './open-loop.ts';
import { tableText } from './table.ts';

const perSecond = 1_000;
const seconds = 10;
const warmUpSeconds = 2;

/** As `npm start` has it: with V8's own 16 MiB the garbage of 1,000 requests a second is collected too often. */
const nodeOptions = ['--max-semi-space-size=32'];

/** The platform in a process of its own. */
export async function startChild(
  root: string,
  home: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(
    process.execPath,
    [...nodeOptions, join(root, 'cli/bin.mjs'), 'start', '--port', '0', '--home', home],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) return { child, url };
  }
  throw new Error('modelkeep start has not said where it listens');
}

const approve = (api: StoryApi) => (model: { readonly version: number }) => api.approve(model.version);

/** Latency of POST /predict at 1,000 requests a second on loopback while a retraining runs. */
export async function benchHttp(root: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'modelkeep-bench-'));
  const { child, url } = await startChild(root, home);
  try {
    const api = new StoryApi(url, breastCancer.name);
    const data = await storyData(breastCancer);
    await follow(api, silentNarrator, await api.retrain('first-version', 'bench'), approve(api));
    const patients = data.nextPatients(200, false);
    const answers = await Promise.all(
      patients.map(async (patient) => ({ answer: await api.predict(patient), diagnosis: patient.diagnosis })),
    );
    await api.confirm(
      answers.flatMap(({ answer, diagnosis }) => (answer ? [{ id: answer.id, diagnosis }] : [])),
    );

    const bodies = patients.map(({ features, patientId }) => JSON.stringify({ features, patientId }));
    const token = (await tokenFor(url, 'dr.demo')) ?? '';
    const workerData: Load = { url: `${url}/predict`, token, perSecond, warmUpSeconds, seconds, bodies };
    const load = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData });
    await once(load, 'message');
    const measured = once(load, 'message');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const during = await follow(api, silentNarrator, await api.retrain('manual', 'bench'), approve(api), {
      pollMilliseconds: 200,
    });
    // The worker's own type.
    const [{ answered, failed, latenciesMs }] = (await measured) as [LoadResult];
    const ms = (p: number): string => percentile(latenciesMs, p).toFixed(1);
    console.log(
      tableText(
        [
          `POST /predict at ${perSecond}/s for ${seconds} s, a retraining meanwhile`,
          'answered',
          'failed',
          'p50 ms',
          'p99 ms',
          'max ms',
          'retraining',
        ],
        [
          [
            'modelkeep start',
            String(answered),
            String(failed),
            ms(0.5),
            ms(0.99),
            ms(1),
            during.outcome ?? during.status,
          ],
        ],
      ),
    );
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(home, { recursive: true, force: true });
  }
}

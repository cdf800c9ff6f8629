import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** People at their screens: each asks again as soon as they have the answer. */
export interface Clients {
  readonly url: string;
  readonly token: string;
  readonly clients: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
  readonly reads: readonly string[];
}
export interface ClientResult {
  readonly latenciesMs: Readonly<Record<'predict' | 'read', readonly number[]>>;
  readonly failures: readonly string[];
}

// Handed over by clients.ts, which types it.
const { url, token, clients, seconds, bodies, reads } = workerData as Clients;
const agent = new Agent({ keepAlive: true, maxSockets: clients });
const latenciesMs = { predict: [] as number[], read: [] as number[] };
const failures: string[] = [];
const end = performance.now() + seconds * 1000;

function ask(path: string, body: string | undefined): Promise<void> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const call = request(
      new URL(path, url),
      {
        method: body === undefined ? 'GET' : 'POST',
        agent,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          if (response.statusCode === 200)
            latenciesMs[body === undefined ? 'read' : 'predict'].push(performance.now() - begun);
          else failures.push(`${path}: ${String(response.statusCode)}`);
          resolve();
        });
      },
    );
    call.on('error', (error) => {
      failures.push(`${path}: ${error.message}`);
      resolve();
    });
    call.end(body);
  });
}

/** Every second request predicts, the others read what a page shows. */
async function client(number: number): Promise<void> {
  for (let i = number; performance.now() < end; i += 1) {
    if (i % 2 === 0) await ask('/predict', bodies[i % bodies.length]);
    else await ask(reads[(i >> 1) % reads.length] ?? '/health', undefined);
  }
}

await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
agent.destroy();
parentPort?.postMessage({ latenciesMs, failures } satisfies ClientResult);

/**
 * The loop on a real platform, in a process that kills itself (`CRASH_AT=<point>:<n>`) or is killed: a first version unless
 * there is one, patients predicted and confirmed, a retraining. What was acknowledged is printed. Run again it goes on.
 */
import { tokenFor } from '../../cli/io/token.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { startPlatform } from '../../local/platform.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [home = '', until = 'second'] = process.argv.slice(2);
const [killPoint, killCount] = (process.env['CRASH_AT'] ?? 'never:0').split(':');
let passed = 0;
const probe = (point: string): void => {
  if (point === killPoint && (passed += 1) === Number(killCount)) process.kill(process.pid, 'SIGKILL');
};

const { retraining } = breastCancer;
const platform = await startPlatform({
  home,
  port: 0,
  environment: {},
  schedules: false,
  useCases: catalogOf([{ ...breastCancer, retraining: { ...retraining, minimumNewRows: 1 } }]),
  probe,
});
const say = (line: string) => process.stdout.write(`${line}\n`);
say('UP');

async function call(
  method: string,
  at: string,
  body?: object,
  headers: object = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(new URL(at, platform.url), {
    method,
    headers: {
      authorization: `Bearer ${(await tokenFor(platform.url, 'dr.demo')) ?? ''}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Asks for a retraining under one key, approves what it makes, waits for its end. */
async function retrain(key: string, reason: string): Promise<void> {
  const { executionName } = await call('POST', '/retrain', { reason }, { 'idempotency-key': key });
  for (;;) {
    const execution = await call('GET', `/executions/${executionName as string}`);
    if (execution['status'] !== 'Running') return;
    const states = execution['states'] as { name: string }[];
    if (states.at(-1)?.name === 'RequestApproval') {
      const { models } = (await call('GET', '/models')) as unknown as {
        models: { version: number; status: string }[];
      };
      for (const { version, status } of models)
        if (status === 'PendingManualApproval')
          // Asked for too early, or decided already: looked at again in the next round.
          await call('POST', `/models/${version}/approve`, {}).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

await retrain('first', 'first-version');
if (until === 'second') {
  const table = path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv');
  const [header = [], ...rows] = csvRecords(readFileSync(table, 'utf8'));
  const names = new Set(breastCancer.data.features.map(({ name }) => name));
  for (const row of rows.slice(0, 4)) {
    const entries = header.flatMap((name, i) => (names.has(name) ? [[name, Number(row[i])] as const] : []));
    const { id } = await call('POST', '/predict', {
      features: Object.fromEntries(entries),
      patientId: 'P-1',
    });
    say(`PREDICTED ${id as string}`);
    await call('POST', `/predictions/${id as string}/confirm`, { diagnosis: 1 });
    say(`CONFIRMED ${id as string}`);
  }
  await retrain('second', 'manual');
}
await platform.idle();
say('DONE');
await platform.close();
process.exit(0);

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { modelkeep } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';

const tabular = pythonOrSkip('tabular');
const mlflow = pythonOrSkip('mlflow');

interface Run {
  readonly info: { readonly run_name: string; readonly status: string };
  readonly data: Readonly<
    Record<'metrics' | 'params' | 'tags', { readonly key: string; readonly value: unknown }[]>
  >;
}

(tabular === undefined || mlflow === undefined ? describe.skip : describe)('a training in MLflow', () => {
  let folder: string;
  let server: ChildProcess;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-mlflow-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(
      mlflow!,
      [
        ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
        ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`, '--default-artifact-root', folder],
      ],
      // A group of its own: it starts workers, which end with it.
      {
        cwd: folder,
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, DO_NOT_TRACK: 'true', MLFLOW_DISABLE_TELEMETRY: 'true' },
      },
    );
    for (let tries = 0; tries < 600; tries += 1) {
      const up = await fetch(`${url}/health`).catch(() => undefined);
      if (up?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the MLflow server has not started within two minutes');
  }, 150_000);
  afterAll(async () => {
    const ended = once(server, 'exit');
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  test('stands there with its parameters, metrics and the hash of its rows', async () => {
    const run = await modelkeep(
      [
        'pipeline',
        'run',
        '--use-case',
        'breast-cancer',
        '--jobs',
        '--json',
        '--work',
        path.join(folder, 'w'),
      ],
      { env: { MLFLOW_TRACKING_URI: url } },
    );
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/Train \| MLflow: run [0-9a-f]{32}/);
    const experiment = (await ask(
      'GET',
      'experiments/get-by-name?experiment_name=modelkeep-breast-cancer',
    )) as {
      experiment: { experiment_id: string };
    };
    const { runs } = (await ask('POST', 'runs/search', {
      experiment_ids: [experiment.experiment.experiment_id],
    })) as { runs: Run[] };
    expect(runs).toHaveLength(1);
    const [{ info, data }] = runs as [Run];
    const valueOf = (kind: keyof Run['data'], key: string) =>
      data[kind].find((one) => one.key === key)?.value;
    expect(info.status).toBe('FINISHED');
    expect(info.run_name).toMatch(/-Train$/);
    expect(valueOf('params', 'algorithm')).toBe('logistic-regression');
    expect(valueOf('params', 'C')).toBe('0.5');
    expect(valueOf('tags', 'trainingDataHash')).toMatch(/^[0-9a-f]{64}$/);
    // What the program printed for SageMaker, and what MLflow keeps, are one figure.
    const printed = Number(/metric rocAuc=([\d.]+)/.exec(run.stderr)?.[1]);
    expect(valueOf('metrics', 'rocAuc')).toBeCloseTo(printed, 5);
  }, 180_000);

  async function ask(method: 'GET' | 'POST', at: string, body?: object): Promise<unknown> {
    const response = await fetch(`${url}/api/2.0/mlflow/${at}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return response.json();
  }
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

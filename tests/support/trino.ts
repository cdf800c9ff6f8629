import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { noJdk, trinoJavaHome } from '../trino/java.mjs';

const installed = path.join(import.meta.dirname, '../../.cache/trino');
/** 10 s on a quiet machine. */
const startTimeoutMs = 120_000;

export interface Trino {
  /** Rows of a query, as values in the order of its columns. */
  readonly rows: (sql: string) => Promise<unknown[][]>;
  readonly stop: () => void;
}

/**
 * Trino, the engine that Athena is made of, on a free port of 127.0.0.1, with tables in memory (catalog `memory`, schema
 * `default`). It also ends with this process. Undefined where no JDK can run it, which is said and is no failure; where it
 * was not set up, that is one with REQUIRE_ALL=1.
 */
export async function trinoOrSkip(): Promise<Trino | undefined> {
  const javaHome = trinoJavaHome();
  if (javaHome !== undefined && existsSync(installed)) return start(javaHome);
  const problem = javaHome === undefined ? noJdk : '.cache/trino is missing; run "npm run setup:trino"';
  if (javaHome !== undefined && process.env['REQUIRE_ALL'] === '1') throw new Error(problem);
  process.stderr.write(`Athena's SQL was not run on Trino: ${problem}\n`);
  return undefined;
}

async function start(javaHome: string): Promise<Trino> {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-trino-'));
  const port = await freePort();
  const file = (name: string, text: string): string => {
    const at = path.join(folder, name);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
    return at;
  };
  const url = `http://127.0.0.1:${port}`;
  const config = file(
    'config.properties',
    `coordinator=true\nnode-scheduler.include-coordinator=true\nhttp-server.http.port=${port}\ndiscovery.uri=${url}\n`,
  );
  file('catalog/memory.properties', 'connector.name=memory\n');
  const levels = file('log.properties', 'io.trino=ERROR\n');
  const command = [
    path.join(javaHome, 'bin/java'),
    ...['-Xmx1G', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '--add-modules=jdk.incubator.vector'],
    ...['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'],
    ...['-Dnode.environment=test', '-Dnode.id=one', `-Dnode.data-dir=${path.join(folder, 'data')}`],
    ...['-Dnode.bind-ip=127.0.0.1', '-Dnode.internal-address=127.0.0.1', `-Dconfig=${config}`],
    ...[`-Dcatalog.config-dir=${path.join(folder, 'catalog')}`, `-Dlog.levels-file=${levels}`],
    ...[`-Dplugin.dir=${path.join(installed, 'plugin')}`, '-cp', path.join(installed, 'lib/*')],
    'io.trino.server.TrinoServer',
  ];
  // It ends with its input, which ends with this process.
  const child = spawn(
    'sh',
    ['-c', '"$@" >/dev/null 2>&1 & server=$!; cat >/dev/null; kill -9 $server', 'sh', ...command],
    // Its log of requests goes into the folder that it stands in.
    { stdio: ['pipe', 'ignore', 'ignore'], cwd: folder },
  );
  child.unref();
  const stop = (): void => {
    child.stdin.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilReady(url);
  } catch (error) {
    stop();
    throw error;
  }
  return { rows: (sql) => rowsOf(url, sql), stop };
}

/** It says that it is ready before it takes queries: one is tried until it is answered. */
async function untilReady(url: string): Promise<void> {
  const end = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      await rowsOf(url, 'SELECT 1');
      return;
    } catch (error) {
      if (performance.now() > end) throw new Error('Trino did not answer a query in time', { cause: error });
      await sleep(250);
    }
  }
}

interface Page {
  readonly nextUri?: string;
  readonly data?: unknown[][];
  readonly error?: { readonly message: string };
}

/** Trino's protocol: a statement, then page after page. */
async function rowsOf(url: string, sql: string): Promise<unknown[][]> {
  const headers = { 'x-trino-user': 'test', 'x-trino-catalog': 'memory', 'x-trino-schema': 'default' };
  let answer = await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
  const rows: unknown[][] = [];
  for (;;) {
    if (!answer.ok) throw new Error(`Trino answered ${answer.status}`);
    const { nextUri, data, error } = (await answer.json()) as Page;
    if (error) throw new Error(`Trino: ${error.message}`);
    rows.push(...(data ?? []));
    if (nextUri === undefined) return rows;
    answer = await fetch(nextUri, { headers });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

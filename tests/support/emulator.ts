import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');
const program = path.join(root, 'tests/emulator/emulator.mjs');

/** An AWS on 127.0.0.1; tests/emulator/README.md says what of it is real. */
export interface Emulator {
  readonly url: string;
  /** AWS_ENDPOINT_URL, a region and keys: the environment of a program that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** For `new S3Client({...emulator.client})` and every other client of the AWS SDK. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** S3 alone reads it: bucket names are no host names here. */
    readonly forcePathStyle: true;
    /** One fault is one failure: a test is not to wait for the SDK's retries. */
    readonly maxAttempts: 1;
  };
  readonly stop: () => Promise<void>;
}

interface Printed {
  readonly name: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

async function run(...args: string[]): Promise<string> {
  // The pinned Node runs the tests, so it is the one to go on with.
  // A child gets the environment of the test run, not what a test has set, unless it is handed over.
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    cwd: root,
    env: process.env,
  });
  return stdout;
}

async function up(name: string, ownerPid: number): Promise<Emulator & { readonly name: string }> {
  const args = ['up', '--json', '--port', '0', '--name', name, '--owner', String(ownerPid)];
  // `as`: the program is this project's own, and a test fails at once where its answer is another.
  const { url, env } = JSON.parse(await run(...args)) as Printed;
  return {
    name,
    url,
    env,
    client: {
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
      maxAttempts: 1,
    },
    stop: async () => {
      await run('down', '--name', name);
    },
  };
}

let started = 0;

/** One of the caller's own, empty, on a free port: 1.5 to 4 s. It also ends with this process. */
export function startEmulator(): Promise<Emulator> {
  started += 1;
  return up(`own-${process.pid}-${started}`, process.pid);
}

/** A worker's parent is jest itself, which all suites of a run have in common; in band, this process is jest. */
function runPid(): number {
  return process.argv[1]?.includes('jest-worker') === true ? process.ppid : process.pid;
}

/**
 * The emulator that all suites of one jest run share: the first to ask starts it, it ends with the run. Suites choose
 * names that no other uses. Undefined where its Python environment is missing: the suite then says so and skips, and
 * with REQUIRE_ALL=1 that is a failure.
 *
 *     const emulator = await emulatorOrSkip();
 *     (emulator ? describe : describe.skip)('…', () => { … });
 */
export async function emulatorOrSkip(): Promise<Omit<Emulator, 'stop'> | undefined> {
  if (existsSync(path.join(root, '.venv/emulator/bin/python'))) {
    const pid = runPid();
    return up(`jest-${pid}`, pid);
  }
  const missing = '.venv/emulator is missing; run "npm run setup:python -- emulator"';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}

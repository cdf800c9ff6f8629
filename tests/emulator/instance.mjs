/**
 * One running emulator: a Python process and two files in `.cache/emulator/`, `<name>.json` ({pid, port}, written by the
 * server once it listens and removed when it ends) and `<name>.log`.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const state = path.join(root, '.cache/emulator');
const python = path.join(root, '.venv/emulator/bin/python');
const server = path.join(here, 'server/serve.py');

/** Importing moto takes 2 s, 6 s where Python compiles it first; the rest is for a busy machine. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;
const pollMs = 50;
const keepLogsMs = 24 * 3600 * 1000;

export class EmulatorError extends Error {}

const fileOf = (name, extension) => path.join(state, `${name}.${extension}`);
export const urlOf = ({ port }) => `http://127.0.0.1:${port}`;

/** What AWS clients and Terraform read to find the emulator; it does not check the keys. */
export const environmentOf = (instance) => ({
  AWS_ENDPOINT_URL: urlOf(instance),
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
});

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The instance of this name, {name, pid, port}, if it runs. Files of one that was killed are removed. */
export async function find(name) {
  const written = readJson(fileOf(name, 'json'));
  if (!written) return undefined;
  // The process may have ended and its number be another's: only an instance that answers is one.
  if (isAlive(written.pid) && (await answers(written.port))) return { name, ...written };
  rmSync(fileOf(name, 'json'), { force: true });
  return undefined;
}

export async function findAll() {
  if (!existsSync(state)) return [];
  const names = readdirSync(state).filter((file) => file.endsWith('.json'));
  const found = await Promise.all(names.map((file) => find(path.basename(file, '.json'))));
  return found.filter((instance) => instance !== undefined);
}

/** Runs `work` in one process at a time; undefined where another has the lock. A lock whose process died is taken over. */
async function withLock(name, work) {
  const file = fileOf(name, 'lock');
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (holder !== '' && !isAlive(Number(holder))) rmSync(file, { force: true });
    return undefined;
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Without bytecode moto compiles anew at each start; PYTHONPATH and the endpoint would lead it astray. */
function serverEnvironment() {
  const notInherited = ['AWS_ENDPOINT_URL', 'PYTHONPATH', 'PYTHONHOME', 'PYTHONDONTWRITEBYTECODE'];
  const inherited = Object.entries(process.env).filter(([name]) => !notInherited.includes(name));
  return {
    LAMBDA_NODE: path.join(root, 'node_modules/.bin/node'),
    ...Object.fromEntries(inherited),
    LAMBDA_RUNTIME: fileURLToPath(new URL('./lambda-runtime.mjs', import.meta.url)),
    PYTHONPYCACHEPREFIX: path.join(state, 'pycache'),
  };
}

/** Each test run has a log of its own; yesterday's are of no use. */
function removeOldLogs() {
  for (const file of readdirSync(state).filter((name) => name.endsWith('.log'))) {
    const { mtimeMs } = statSync(path.join(state, file), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs < Date.now() - keepLogsMs) rmSync(path.join(state, file), { force: true });
  }
}

async function start(name, port, ownerPid) {
  removeOldLogs();
  const log = fileOf(name, 'log');
  const output = openSync(log, 'w');
  const owner = ownerPid === undefined ? [] : ['--owner', String(ownerPid)];
  const args = [server, '--port', String(port), '--instance', fileOf(name, 'json'), ...owner];
  const child = spawn(python, args, {
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  child.unref();

  const giveUpAt = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAt && !hasEnded) {
    const instance = await find(name);
    if (instance) return instance;
    await wait(pollMs);
  }
  if (child.pid !== undefined && !hasEnded) process.kill(child.pid);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const why = hasEnded ? 'ended while it started' : `did not answer within ${startTimeoutMs / 1000} s`;
  throw new EmulatorError(`the server ${why}: ${lines.at(-1)} (all of it: ${path.relative(root, log)})`);
}

/**
 * The instance of this name; started where it does not run, and by one process alone where several ask at once.
 * `port` 0 takes a free one. With `ownerPid` it ends when that process has ended.
 */
export async function up({ name, port, ownerPid }) {
  if (!existsSync(python)) {
    throw new EmulatorError('.venv/emulator is missing; run "npm run setup:python -- emulator"');
  }
  mkdirSync(state, { recursive: true });
  const giveUpAt = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAt) {
    const running = await find(name);
    if (running) return running;
    if (port !== 0 && (await answers(port))) {
      throw new EmulatorError(`port ${port} is taken by another program; name another by --port`);
    }
    const started = await withLock(name, async () => (await find(name)) ?? start(name, port, ownerPid));
    if (started) return started;
    await wait(pollMs);
  }
  throw new EmulatorError(
    `another process has been starting "${name}" for ${startTimeoutMs / 1000} s; see ${state}`,
  );
}

/** Ends the instance and waits until it has; one that does not run is no error. */
export async function down(name) {
  const instance = await find(name);
  if (!instance) return false;
  process.kill(instance.pid, 'SIGTERM');
  const giveUpAt = Date.now() + stopTimeoutMs;
  // Not the process: one that has ended still counts as alive until its parent, the system's first process, collects it.
  while ((await answers(instance.port)) && Date.now() < giveUpAt) await wait(pollMs);
  if (await answers(instance.port)) process.kill(instance.pid, 'SIGKILL');
  rmSync(fileOf(name, 'json'), { force: true });
  return true;
}

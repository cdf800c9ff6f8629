/**
 * `npm run setup:python [-- NAME...]`: virtual environments `.venv/<name>` from hashed lock files. By the uv that is on
 * PATH, else by one that pip installs into `.venv/.uv`, else by pip. An environment whose lock has not changed is left
 * alone; a new one is built beside the old one and then put in its place, so that an interrupted run leaves what worked.
 * Scripts in its bin/ may name the folder that it was built in: run modules with `.venv/<name>/bin/python -m`.
 * MODELKEEP_PYTHON names the interpreter to build on.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const locks = {
  tabular: 'pipelines/containers/tabular/requirements.lock',
  emulator: 'tests/emulator/requirements.lock',
  bench: 'tests/bench/requirements.lock',
  checkov: 'cli/plan/checkov/requirements.lock',
  'aws-cli': 'tests/aws-cli/requirements.lock',
  workflows: '.github/tools/requirements.lock',
  vision: 'pipelines/containers/vision/requirements.lock',
  mlflow: 'tests/mlflow/requirements.lock',
};
const byDefault = ['tabular', 'emulator'];
/** numpy 2.4 wants 3.11. */
const oldestPython = [3, 11];
/** Named versions first: wheels for the newest Python come out late. */
const pythonNames = ['python3.12', 'python3.13', 'python3.11', 'python3.14', 'python3', 'python'];

class SetupError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Without bytecode every import compiles anew (scikit-learn: 5.5 s instead of 1.3); the others redirect imports. */
const notInherited = new Set(['PYTHONDONTWRITEBYTECODE', 'PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV']);
const childEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !notInherited.has(name)),
);

const run = (command, args) =>
  spawnSync(command, args, { cwd: root, env: childEnvironment, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });

function runOrThrow(what, command, args, logFile) {
  const result = run(command, args);
  if (result.status === 0) return;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}` || String(result.error ?? 'no output');
  writeFileSync(logFile, output);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /error|fail|no matching|could not|×/i.test(line)) ?? lines.at(-1);
  throw new SetupError(`${what} failed: ${telling?.trim()} (all of it: ${path.relative(root, logFile)})`);
}

function findPython() {
  const asked = process.env.MODELKEEP_PYTHON;
  const seen = [];
  for (const name of asked ? [asked] : pythonNames) {
    const probe = run(name, [
      '-c',
      'import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)',
    ]);
    if (probe.status !== 0) continue;
    const [major, minor, ...executable] = probe.stdout.trim().split(' ');
    if (Number(major) === oldestPython[0] && Number(minor) >= oldestPython[1]) return executable.join(' ');
    seen.push(`${name} is ${major}.${minor}`);
  }
  const got = seen.length > 0 ? seen.join(', ') : `none of ${asked ?? pythonNames.join(', ')} runs`;
  throw new SetupError(
    `Python: got ${got}, expected ${oldestPython.join('.')} or newer; install one, or name it by MODELKEEP_PYTHON`,
  );
}

/** uv unpacks many files at once: the vision environment takes a minute by it, and several by pip. */
function findUv(python) {
  if (run('uv', ['--version']).status === 0) return 'uv';
  const folder = path.join(root, '.venv/.uv');
  const own = path.join(folder, 'bin/uv');
  const lockFile = path.join(root, 'pipelines/containers/uv/requirements.lock');
  const stamp = path.join(folder, 'lock.sha256');
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const isThere = () =>
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && run(own, ['--version']).status === 0;
  if (isThere()) return own;
  // Two set-ups may run at the same time: each builds its own, and whoever is later finds one there.
  const building = `${folder}-${process.pid}`;
  try {
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--require-hashes',
    ];
    if (run(python, ['-m', 'venv', building]).status !== 0) return undefined;
    if (run(path.join(building, 'bin/python'), [...pip, '-r', lockFile]).status !== 0) return undefined;
    if (isThere()) return own;
    writeFileSync(path.join(building, 'lock.sha256'), hash);
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return isThere() ? own : undefined;
}

function build(name, lockFile, folder, logFile) {
  const python = findPython();
  const inside = path.join(folder, 'bin/python');
  const uv = findUv(python);
  if (uv) {
    runOrThrow(
      `${name}: uv venv`,
      uv,
      ['venv', '--quiet', '--relocatable', '--python', python, folder],
      logFile,
    );
    const install = [
      'pip',
      'install',
      '--quiet',
      '--python',
      inside,
      '--require-hashes',
      '--compile-bytecode',
    ];
    runOrThrow(`${name}: uv pip install`, uv, [...install, '-r', lockFile], logFile);
    return 'uv';
  }
  runOrThrow(
    `${name}: ${python} -m venv (on Debian: apt install python3-venv)`,
    python,
    ['-m', 'venv', folder],
    logFile,
  );
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-input',
    '--disable-pip-version-check',
    '--require-hashes',
  ];
  runOrThrow(`${name}: pip install`, inside, [...install, '-r', lockFile], logFile);
  return 'pip';
}

function setUp(name) {
  const lockFile = path.join(root, locks[name]);
  if (!existsSync(lockFile)) throw new SetupError(`${name}: ${locks[name]} is missing; check it out again`);
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const target = path.join(root, '.venv', name);
  const stamp = path.join(target, 'lock.sha256');
  const ready = existsSync(path.join(target, 'bin/python')) && existsSync(stamp);
  if (ready && readFileSync(stamp, 'utf8').trim() === hash) {
    console.log(`${name}: ready (.venv/${name})`);
    return;
  }

  const started = Date.now();
  mkdirSync(path.dirname(target), { recursive: true });
  const building = path.join(root, '.venv', `.building-${name}-${process.pid}`);
  const old = path.join(root, '.venv', `.old-${name}-${process.pid}`);
  try {
    const tool = build(name, lockFile, building, path.join(root, '.venv', `${name}.log`));
    writeFileSync(path.join(building, 'lock.sha256'), `${hash}\n`);
    if (existsSync(target)) renameSync(target, old);
    renameSync(building, target);
    console.log(
      `${name}: built by ${tool} in ${((Date.now() - started) / 1000).toFixed(1)} s (.venv/${name})`,
    );
  } finally {
    for (const folder of [building, old]) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(locks, name));
  if (unknown.length > 0) {
    throw new SetupError(
      `got the environment ${unknown.join(', ')}, expected one of ${Object.keys(locks).join(', ')}`,
      2,
    );
  }
  for (const name of names.length > 0 ? names : byDefault) setUp(name);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup:python: ${error.message}`);
  process.exitCode = error.exitCode;
}

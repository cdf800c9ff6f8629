/**
 * `npm run setup:trino`: Trino into .cache/trino, fetched by Maven at the versions of pom.xml (208 MB); each archive must
 * have its hash in archives.sha256. Does nothing where it is there, and says so where no JDK could run it. A new version:
 * change pom.xml, run it with --accept, which writes the hashes anew, and look at their difference.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { noJdk, trinoJavaHome } from './java.mjs';

const here = import.meta.dirname;
const hashFile = path.join(here, 'archives.sha256');
const target = path.join(here, '../../.cache/trino');
const stamp = path.join(target, 'archives.sha256');

async function hashesOf(folder) {
  const lines = [];
  for (const name of readdirSync(folder).sort()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path.join(folder, name))) hash.update(chunk);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  return lines.join('');
}

/** @returns what went wrong. */
function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) return `${command} does not run; install it (on Debian: apt install maven)`;
  return status === 0 ? undefined : `${command} failed:\n${stdout}${stderr}`.trim();
}

async function setUp(javaHome, accept) {
  const expected = readFileSync(hashFile, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) return undefined;
  const building = `${target}-${process.pid}`;
  const archives = path.join(building, 'archives');
  const server = path.join(building, 'server');
  const plugins = path.join(server, 'plugin');
  try {
    mkdirSync(archives, { recursive: true });
    const pom = path.join(here, 'pom.xml');
    const fetched = run(
      'mvn',
      ['-B', '-q', '--strict-checksums', '-f', pom, 'dependency:copy', `-DoutputDirectory=${archives}`],
      here,
    );
    if (fetched) return fetched;
    const got = await hashesOf(archives);
    if (accept) writeFileSync(hashFile, got);
    else if (got !== expected)
      return `got other archives than archives.sha256 lists:\n${got}nothing was put in place`;
    const [memory, core] = readdirSync(archives).sort();
    mkdirSync(server);
    const unpacked = run(
      'tar',
      ['-xzf', path.join(archives, core), '--strip-components=1', '-C', server],
      here,
    );
    if (unpacked) return unpacked;
    // Of the plugins that come with it none is needed.
    rmSync(plugins, { recursive: true, force: true });
    mkdirSync(plugins);
    const plugin = run(path.join(javaHome, 'bin/jar'), ['xf', path.join(archives, memory)], plugins);
    if (plugin) return plugin;
    writeFileSync(path.join(server, 'archives.sha256'), got);
    rmSync(target, { recursive: true, force: true });
    renameSync(server, target);
    return undefined;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

const javaHome = trinoJavaHome();
if (javaHome === undefined) {
  console.log(`setup:trino: ${noJdk}: Athena's SQL is held by its golden text and DuckDB alone`);
} else {
  const problem = await setUp(javaHome, process.argv.includes('--accept'));
  console[problem ? 'error' : 'log'](`setup:trino: ${problem ?? 'ready (.cache/trino)'}`);
  process.exitCode = problem ? 1 : 0;
}

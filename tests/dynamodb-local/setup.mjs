/**
 * `npm run setup:dynamodb-local`: DynamoDB Local into .cache/dynamodb-local/, fetched by Maven at the versions of pom.xml;
 * each file must have its hash in jars.sha256. Does nothing where all of them are there. A new version: change pom.xml, run
 * it with --accept, which writes the hashes anew, and look at their difference.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const hashFile = path.join(here, 'jars.sha256');
const target = path.join(here, '../../.cache/dynamodb-local');

const hashesOf = (folder) =>
  readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(path.join(folder, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');

function fetchInto(folder) {
  const args = ['-B', '-q', '--strict-checksums', '-f', path.join(here, 'pom.xml')];
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
  const { status, error, stdout, stderr } = spawnSync('mvn', [...args, ...goal], { encoding: 'utf8' });
  if (error) return 'mvn does not run; install Maven (on Debian: apt install maven default-jdk-headless)';
  return status === 0 ? undefined : `mvn failed:\n${stdout}${stderr}`.trim();
}

/** @returns what went wrong; undefined where it is there. */
function setUp(accept) {
  const expected = readFileSync(hashFile, 'utf8');
  if (existsSync(target) && hashesOf(target) === expected) return undefined;
  const building = `${target}-${process.pid}`;
  try {
    mkdirSync(building, { recursive: true });
    const problem = fetchInto(building);
    if (problem) return problem;
    const got = hashesOf(building);
    if (accept) writeFileSync(hashFile, got);
    else if (got !== expected) {
      const known = new Set(expected.split('\n'));
      const [first] = got.split('\n').filter((line) => !known.has(line));
      return `got other files than jars.sha256 lists (${first || 'some are missing'}); nothing was put in place`;
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
    return undefined;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

const problem = setUp(process.argv.includes('--accept'));
console[problem ? 'error' : 'log'](`setup:dynamodb-local: ${problem ?? 'ready (.cache/dynamodb-local)'}`);
process.exitCode = problem ? 1 : 0;

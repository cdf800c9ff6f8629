import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const jars = path.join(import.meta.dirname, '../../.cache/dynamodb-local');
const program = path.join(import.meta.dirname, '../dynamodb-local/Loopback.java');

export interface DynamoDbLocal {
  /** For the AWS SDK: an endpoint, a region, keys. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

/** What is missing for it, and what to do; undefined where all is there. */
function missing(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0)
    return 'java does not run; install a JDK of 17 or newer (on Debian: apt install default-jdk-headless)';
  return existsSync(jars)
    ? undefined
    : '.cache/dynamodb-local is missing; run "npm run setup:dynamodb-local"';
}

/**
 * AWS's own DynamoDB Local, in memory, on a free port of 127.0.0.1: up in 2 s. It also ends with this process. Undefined
 * where Java or its files are missing: the suite then says so and skips, and with REQUIRE_ALL=1 that is a failure.
 */
export async function dynamoDbLocalOrSkip(): Promise<DynamoDbLocal | undefined> {
  const problem = missing();
  if (problem === undefined) return start();
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(problem);
  process.stderr.write(`skipped: DynamoDB Local: ${problem}\n`);
  return undefined;
}

async function start(): Promise<DynamoDbLocal> {
  const memory = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const classes = [`-Djava.library.path=${jars}`, '-cp', path.join(jars, '*')];
  const child = spawn(
    'java',
    [...memory, ...classes, program, '-inMemory', '-sharedDb', '-disableTelemetry'],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const port = /^listening (\d+)$/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    child.unref();
    return {
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
      // It ends with its input.
      stop: () => child.stdin.end(),
    };
  }
  throw new Error(`DynamoDB Local ended before it listened: ${said.join(' | ')}`);
}

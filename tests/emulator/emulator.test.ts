import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { emulatorOrSkip, startEmulator } from '../support/emulator.ts';
import { eventually } from './eventually.ts';

const shared = await emulatorOrSkip();
const program = path.join(import.meta.dirname, 'emulator.mjs');
const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

const answers = (host: string, port: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 1_000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });

const bucketsOf = async (s3: S3Client) =>
  ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);

describe('the switch', () => {
  test.each([
    [['fly'], 'got fly, expected one of up, down, status, env'],
    [[], 'got no command, expected one of'],
    [['up', '--port', 'x'], '--port: got x, expected a whole number from 0 to 65535'],
    [['up', '--name', '../a'], '--name: got ../a, expected letters'],
    [['up', '--owner', '0'], '--owner: got 0, expected a process id'],
    [['up', '--bogus'], "Unknown option '--bogus'"],
  ])('%j is wrong input: one message, exit code 2', (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('says what it can do', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('npm run emulator -- COMMAND [--port N]');
  });
});

(shared ? describe : describe.skip)('an emulator', () => {
  test("of one's own starts empty, forgets, and is gone after stop", async () => {
    const own = await startEmulator();
    const { hostname, port } = new URL(own.url);
    try {
      const s3 = new S3Client({ ...own.client });
      expect(await bucketsOf(s3)).toEqual([]);
      await s3.send(new CreateBucketCommand({ Bucket: 'own' }));
      expect(await bucketsOf(s3)).toEqual(['own']);
      expect(await bucketsOf(new S3Client({ ...shared!.client }))).not.toContain('own');
    } finally {
      await own.stop();
    }
    expect(await answers(hostname, port)).toBe(false);
  });

  test('listens on loopback alone', async () => {
    const { port } = new URL(shared!.url);
    expect(await answers('127.0.0.1', port)).toBe(true);
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && !address.internal);
    for (const address of outside) expect(await answers(address!.address, port)).toBe(false);
  });

  test('is one, where two ask for the same at once, and ends with its owner', async () => {
    const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const args = [program, 'up', '--json', '--port', '0', '--name', `twice-${process.pid}`];
      const up = () =>
        new Promise<{ readonly pid: number; readonly port: number }>((resolve) => {
          let text = '';
          const child = spawn(process.execPath, [...args, '--owner', String(owner.pid)]);
          child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
          child.once('close', () =>
            resolve(JSON.parse(text) as { readonly pid: number; readonly port: number }),
          );
        });
      const [first, second] = await Promise.all([up(), up()]);
      expect(second).toEqual(first);
      owner.kill('SIGKILL');
      await eventually('the end of the emulator', async () =>
        (await answers('127.0.0.1', String(first.port))) ? undefined : true,
      );
    } finally {
      owner.kill('SIGKILL');
    }
  });

  test('whose port is taken says so', () => {
    const { port } = new URL(shared!.url);
    const { status, stderr } = run('up', '--port', port);
    expect(status).toBe(1);
    expect(stderr).toContain(`port ${port} is taken by another program`);
  });
});

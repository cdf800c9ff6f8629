import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const program = path.join(import.meta.dirname, 'stop-when-idle.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const now = Date.now();
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

let folder = '';
let jupyter: Server;
let answers: Record<string, object[]> = {};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'idle-'));
  await writeFile(path.join(folder, 'aws'), `#!/bin/sh\necho "$@" > ${folder}/called\n`);
  await chmod(path.join(folder, 'aws'), 0o755);
  await writeFile(path.join(folder, 'metadata.json'), '{"ResourceName":"modelkeep-dev-workbench"}');
  jupyter = createServer((request, response) =>
    response.end(JSON.stringify(answers[request.url ?? ''] ?? [])),
  );
  jupyter.listen(0, '127.0.0.1');
  await once(jupyter, 'listening');
});
afterEach(async () => {
  jupyter.close();
  await rm(folder, { recursive: true });
});

/** Runs the program on a machine that was started so long ago. Gives the AWS command that it called. */
async function runs(startedMinutesAgo: number): Promise<string | undefined> {
  await writeFile(path.join(folder, 'uptime'), `${startedMinutesAgo * 60}.12 1.00`);
  const child = spawn('python3', [program], {
    env: {
      PATH: process.env['PATH'],
      AWS_CLI: path.join(folder, 'aws'),
      IDLE_MINUTES: '60',
      JUPYTER_URL: `http://127.0.0.1:${(jupyter.address() as AddressInfo).port}`,
      INSTANCE_METADATA: path.join(folder, 'metadata.json'),
      UPTIME_FILE: path.join(folder, 'uptime'),
    },
  });
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  return readFile(path.join(folder, 'called'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
const stop = 'sagemaker stop-notebook-instance --notebook-instance-name modelkeep-dev-workbench';

(hasPython ? describe : describe.skip)('stop-when-idle', () => {
  test.each([
    [
      'a kernel that ended its work an hour and more ago',
      [{ execution_state: 'idle', minutes: 61 }],
      [],
      300,
      stop,
    ],
    ['a kernel that worked just now', [{ execution_state: 'idle', minutes: 5 }], [], 300, undefined],
    [
      'a kernel that works since yesterday',
      [{ execution_state: 'busy', minutes: 1440 }],
      [],
      3000,
      undefined,
    ],
    [
      'one idle kernel, and a terminal in use',
      [{ execution_state: 'idle', minutes: 90 }],
      [{ minutes: 1 }],
      300,
      undefined,
    ],
    ['nothing was opened since the start', [], [], 61, stop],
    ['it has just been started', [], [], 3, undefined],
  ])('%s', async (_what, kernels, terminals, started, called) => {
    const withTime = <T extends { readonly minutes: number }>(list: readonly T[]) =>
      list.map(({ minutes, ...one }) => ({ ...one, last_activity: minutesAgo(minutes) }));
    answers = { '/api/kernels': withTime(kernels), '/api/terminals': withTime(terminals) };
    expect(await runs(started)).toBe(called);
  });
});

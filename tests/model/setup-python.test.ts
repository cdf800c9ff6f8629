import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pythonOrSkip } from '../support/python.ts';

const root = path.join(import.meta.dirname, '../..');
const setup = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['pipelines/containers/setup.mjs', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });

describe('npm run setup:python', () => {
  test('an unknown environment is refused with the known ones, exit code 2', () => {
    const { status, stderr } = setup(['tabulra']);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^setup:python: got the environment tabulra, expected one of tabular, emulator(?:, [a-z-]+)*\n$/,
    );
  });

  const built = pythonOrSkip('tabular') === undefined ? test.skip : test;
  built('an environment that is there is left alone, without asking Python or a network', () => {
    const { status, stdout } = setup(['tabular'], { PATH: '/nowhere', MODELKEEP_PYTHON: '/nowhere/python' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'tabular: ready (.venv/tabular)\n' });
  });

  test('the lock has a hash for every package and no address or path', () => {
    const lock = readFileSync(path.join(root, 'pipelines/containers/tabular/requirements.lock'), 'utf8');
    const packages = lock.split(/^(?=[a-z])/m).filter((part) => /^[a-z]/.test(part));
    expect(packages.length).toBeGreaterThan(5);
    for (const entry of packages) expect(entry).toMatch(/^[a-z0-9-]+==\S+.*\n\s+--hash=sha256:[0-9a-f]{64}/);
    expect(lock).not.toMatch(/:\/\/|--index|--find-links/);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pythonOrSkip } from '../support/python.ts';

const container = path.join(import.meta.dirname, '../../pipelines/containers/tabular');
const python = pythonOrSkip('tabular');

/** pytest's own tests, each counted here: one run, whose report by test case is read. */
(python ? describe : describe.skip)('tabular container (Python)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-pytest-'));
  const reportFile = path.join(folder, 'report.xml');
  let output = '';
  let report = '';
  beforeAll(() => {
    const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
    const run = spawnSync(python!, ['-m', 'pytest', `--junit-xml=${reportFile}`], {
      cwd: container,
      env: { ...env, MPLCONFIGDIR: folder },
      encoding: 'utf8',
    });
    output = `${run.stdout}${run.stderr}`;
    report = readFileSync(reportFile, 'utf8');
  }, 180_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['test_learning', 'test_programs', 'test_scorer'])('%s: every case passes', (module) => {
    const cases = [
      ...report.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs),
    ];
    const own = cases.filter(([, classname]) => classname?.endsWith(module));
    const failed = own.filter(([, , , inside]) => /<(?:failure|error|skipped)\b/.test(inside ?? ''));
    if (failed.length > 0) console.error(output.slice(-6_000));
    expect(failed.map(([, , name]) => name)).toEqual([]);
    expect(own.length).toBeGreaterThan(4);
  });
});

test('the image runs as nobody special, from hashed packages', () => {
  const dockerfile = readFileSync(path.join(container, 'Dockerfile'), 'utf8');
  expect(dockerfile).toMatch(/^FROM python:3\.11\.\d+-slim-bookworm$/m);
  expect(dockerfile).toContain('--require-hashes');
  expect(dockerfile.lastIndexOf('USER 1000:1000')).toBeGreaterThan(dockerfile.lastIndexOf('RUN'));
});

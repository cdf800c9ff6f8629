import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pythonOrSkip } from '../support/python.ts';

/** Short suites have five; a module whose cases were not collected has none. */
const fewestCases = 4;

/** The tests of a container's own program, each counted here: one run of pytest, whose report by test case is read. */
export function describePytest(
  name: 'tabular' | 'vision',
  modules: readonly string[],
  timeoutSeconds: number,
  /** More tests, on the file that the suite leaves under the name in MODELKEEP_TEST_MODEL. */
  onModel: (read: () => string) => void = () => undefined,
): void {
  const python = pythonOrSkip(name);
  (python ? describe : describe.skip)(`${name} container (Python)`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-pytest-'));
    const reportFile = path.join(folder, 'report.xml');
    const modelFile = path.join(folder, 'model.json');
    let output = '';
    let report = '';
    beforeAll(() => {
      const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
      const run = spawnSync(python!, ['-m', 'pytest', '-rP', `--junit-xml=${reportFile}`], {
        cwd: path.join(import.meta.dirname, '../../pipelines/containers', name),
        env: { ...env, MPLCONFIGDIR: folder, OMP_NUM_THREADS: '1', MODELKEEP_TEST_MODEL: modelFile },
        encoding: 'utf8',
        maxBuffer: 64 * 2 ** 20,
      });
      output = `${run.stdout}${run.stderr}`;
      report = readFileSync(reportFile, 'utf8');
      // What a test says of speed is worth reading where it passes too.
      for (const [line] of output.matchAll(/^\S+ server, .*$/gm)) process.stdout.write(`${line}\n`);
    }, timeoutSeconds * 1000);
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    onModel(() => readFileSync(modelFile, 'utf8'));

    test.each(modules)('%s: every case passes', (module) => {
      const cases = [
        ...report.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs),
      ];
      const own = cases.filter(([, classname]) => classname?.endsWith(module));
      const failed = own.filter(([, , , inside]) => /<(?:failure|error|skipped)\b/.test(inside ?? ''));
      if (failed.length > 0) console.error(output.slice(-6_000));
      expect(failed.map(([, , name]) => name)).toEqual([]);
      expect(own.length).toBeGreaterThanOrEqual(fewestCases);
    });
  });
}

/** An image runs as nobody special, from packages whose hashes are known. */
export function expectPlainImage(name: 'tabular' | 'vision'): void {
  const file = path.join(import.meta.dirname, '../../pipelines/containers', name, 'Dockerfile');
  const stages = readFileSync(file, 'utf8').split(/^(?=FROM )/m);
  expect(stages[1]).toMatch(/^FROM python:3\.11\.\d+-slim-bookworm(?: AS base)?$/m);
  for (const stage of stages.filter((one) => one.includes('ENTRYPOINT'))) {
    expect(stage).toContain('--require-hashes');
    expect(stage.lastIndexOf('USER 1000:1000')).toBeGreaterThan(stage.lastIndexOf('RUN'));
  }
}

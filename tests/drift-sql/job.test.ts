import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBaseline, parseDriftReport } from '../../domain/drift/index.ts';
import { bundleImage } from '../../pipelines/containers/bundle.ts';
import { readSettings } from '../../pipelines/containers/drift/settings.ts';
import { features, rowsOf, sageMakerLines, tableOf, type Row } from './traffic.ts';
import { kidneyFailure } from './use-case.ts';

/** The program as a process, on folders: as a scheduled job runs it, and as anybody can. */
const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-drift-job-'));
const at = (...names: string[]): string => path.join(folder, ...names);
let program = '';

/** An hour of captured data, where SageMaker would put it. */
function capture(hour: number, rows: readonly Row[]): void {
  const two = String(hour).padStart(2, '0');
  const into = at('capture/2026/01/01', two);
  mkdirSync(into, { recursive: true });
  const lines = sageMakerLines(rows).map((line) => line.replaceAll('2026-01-01T00', `2026-01-01T${two}`));
  writeFileSync(path.join(into, '07-15-abc.jsonl'), lines.join('\n'));
}

interface Ran {
  readonly status: number | null;
  readonly last: Record<string, unknown>;
  readonly out: string;
  readonly err: string;
}

function run(environment: Readonly<Record<string, string>>): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'] ?? '',
      MODELKEEP_ML_ROOT: folder,
      SPECIFICATION_URI: at('usecase.json'),
      BASELINE_URI: at('baseline.json'),
      CAPTURE_URI: at('capture'),
      MONITORING_URI: at('monitoring'),
      MODEL_VERSION: '3',
      ...environment,
    },
    encoding: 'utf8',
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { status, last: last.startsWith('{') ? JSON.parse(last) : {}, out: stdout, err: stderr };
}
const upTo = (hour: number): Ran => run({ WINDOW_TO: `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z` });
const file = (key: unknown): string => readFileSync(at('monitoring', String(key)), 'utf8');

beforeAll(async () => {
  program = path.join(await bundleImage('drift', path.join(root, '.cache/test-containers')), 'main.js');
  const baseline = createBaseline(tableOf(rowsOf(3000, 1)), {
    columns: features,
    createdAt: '2026-01-01T00:00:00.000Z',
    source: 'made up',
  });
  writeFileSync(at('baseline.json'), JSON.stringify(baseline));
  writeFileSync(at('usecase.json'), JSON.stringify(kidneyFailure));
  capture(0, rowsOf(600, 2));
  capture(1, rowsOf(60, 3));
  capture(2, rowsOf(600, 4, 0.5));
  capture(3, rowsOf(600, 5, 0.5));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the watch of an endpoint, window by window', () => {
  test('undisturbed traffic: a report, a metric, no event', () => {
    const { status, last, out } = upTo(1);
    expect([status, last]).toMatchObject([
      0,
      { status: 'judged', rows: 600, drifted: false, event: false, unreadableRows: 0, unreadableCells: [] },
    ]);
    expect(out).toMatch(/^metric DriftPsiMax=0\.\d+$/m);
    expect(out).not.toContain('event ');
    expect(last['rowsPerSecond']).toBeGreaterThan(100);
    const report = parseDriftReport(JSON.parse(file(last['reportKey'])));
    expect(report).toMatchObject({ useCase: 'kidney-failure', baseline: { modelVersion: '3', rows: 3000 } });
    expect(file(last['pageKey'])).toMatch(/^<!doctype html>/i);
    expect(upTo(1).last).toMatchObject({ status: 'judged-before' });
  });

  test('a window that is too small waits, and is part of the next one', () => {
    expect(upTo(2).last).toMatchObject({ status: 'waiting', rows: 60, requiredRows: 100 });
    expect(upTo(3).last).toMatchObject({
      status: 'judged',
      rows: 660,
      from: '2026-01-01T01:00:00.000Z',
      drifted: true,
      event: false,
    });
  });

  test('the second window with the shift confirms it: the event names feature, report and version', () => {
    const { last, out } = upTo(4);
    expect(last).toMatchObject({ drifted: true, event: true, raised: true, features: ['creatinine'] });
    const event: unknown = JSON.parse(/^event (.*)$/m.exec(out)?.[1] ?? '{}');
    expect(event).toMatchObject({
      source: 'modelkeep',
      detailType: 'Model Drift Confirmed',
      detail: {
        useCase: 'kidney-failure',
        modelVersion: 3,
        features: ['creatinine'],
        reportKey: last['reportKey'],
      },
    });
    // An event that is noted and was not sent is sent by whoever comes next, under the same id.
    const key = 'monitoring/kidney-failure/drift/state.json';
    writeFileSync(at('monitoring', key), JSON.stringify({ ...JSON.parse(file(key)), unsent: event }));
    const again = upTo(4);
    expect(again.last).toMatchObject({ status: 'judged-before' });
    expect(again.out).toContain(`event ${JSON.stringify(event)}`);
    expect(upTo(4).out).not.toContain('event ');
  });

  test('another version begins anew', () => {
    const { last } = run({ MODEL_VERSION: '4', WINDOW_TO: '2026-01-01T04:00:00Z' });
    expect(last).toMatchObject({ rows: 600, modelVersion: 4, drifted: true, event: false });
  });
});

describe('wrong settings and files', () => {
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['no version', { MODEL_VERSION: '' }, /MODEL_VERSION: got/],
    ['a wrong mode', { MODE: 'drfit' }, /MODE: got "drfit", expected one of "drift"/],
    ['a wrong time', { WINDOW_TO: 'yesterday' }, /WINDOW_TO: got "yesterday"/],
    ['Athena without a table', { COUNT_BY: 'athena' }, /ATHENA_TABLE/],
    ['an unknown scheme', { CAPTURE_URI: 'gs://bucket/x' }, /CAPTURE_URI/],
    ['no metrics', { REGISTERED_METRICS: '{accuracy' }, /REGISTERED_METRICS/],
  ];
  test.each(wrong)('%s is told by its name', (_, environment, reason) => {
    expect(() => readSettings({ MODEL_VERSION: '3', ...environment })).toThrow(reason);
  });

  test.each([
    ['a wrong setting', { MODE: 'drfit' }, /MODE: got "drfit"/],
    ['another baseline', { BASELINE_SHA256: '0'.repeat(64) }, /ArtifactError.*expected 0000/],
    ['no specification', { SPECIFICATION_URI: '/nowhere/usecase.json' }, /nowhere\/usecase.json: not there/],
  ])('%s ends the program with code 1, the reason where SageMaker looks for it', (_, environment, reason) => {
    const { status, err } = run(environment);
    expect([status, err]).toEqual([1, expect.stringMatching(reason)]);
    expect(readFileSync(at('output/message'), 'utf8')).toMatch(reason);
  });

  test('nothing of a row is in what the program says', () => {
    mkdirSync(at('odd'), { recursive: true });
    writeFileSync(at('odd/a.csv'), 'age,creatinine,gain,site\n"Jane Doe,777\n');
    const { status, err, out } = run({ CAPTURE_URI: at('odd'), CAPTURE_FORMAT: 'csv' });
    expect([status, err]).toEqual([1, expect.stringContaining('CountError')]);
    expect(err + out).not.toMatch(/Jane|777/);
  });
});

test('the image installs DuckDB at the hashes of the project’s lock', () => {
  const image = path.dirname(program);
  const locked = (name: string): Record<string, { version: string; integrity?: string; resolved?: string }> =>
    (JSON.parse(readFileSync(name, 'utf8')) as { packages: never }).packages;
  const own = locked(path.join(root, 'package-lock.json'));
  const theirs = locked(path.join(image, 'package-lock.json'));
  const names = Object.keys(theirs).filter((name) => name !== '');
  expect(names).toContain('node_modules/@duckdb/node-bindings-linux-arm64');
  expect(names.filter((name) => theirs[name]?.integrity !== own[name]?.integrity)).toEqual([]);
  // npm itself is content with it: what is locked is what package.json asks for.
  execFileSync('npm', ['ci', '--dry-run', '--ignore-scripts', '--offline', '--no-audit'], {
    cwd: image,
    stdio: 'pipe',
  });
  expect(readFileSync(path.join(image, 'Dockerfile'), 'utf8')).toMatch(/npm ci .*--ignore-scripts/);
});

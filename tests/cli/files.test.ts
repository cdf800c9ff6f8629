import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { modelkeep } from '../support/modelkeep.ts';
import { wisconsinCsv } from '../model/wisconsin.ts';

const table = readFileSync(wisconsinCsv, 'utf8');
let folder: string;
const root = process.cwd();
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelkeep-cli-'));
  await writeFile(at('table.csv'), table);
  const run = await modelkeep([
    'train',
    '--use-case',
    'breast-cancer',
    '--data',
    at('table.csv'),
    '--out',
    at('model.json'),
    '--json',
  ]);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('train, evaluate, predict', () => {
  test('a model of at most 12 KB that evaluates as well as it was cross-validated', async () => {
    expect((await readFile(at('model.json'))).byteLength).toBeLessThanOrEqual(12 * 1024);
    const run = await modelkeep([
      'evaluate',
      '--model',
      at('model.json'),
      '--data',
      at('table.csv'),
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    const report = JSON.parse(run.stdout) as { rows: number; metrics: Record<string, number> };
    expect(report.rows).toBe(569);
    expect(report.metrics['accuracy']).toBeGreaterThan(0.977);
    expect(report.metrics['rocAuc']).toBeGreaterThan(0.995);
  });

  test('predicts from standard input to standard output: prediction, probability, top contributions', async () => {
    const head = table.split('\n').slice(0, 4).join('\n');
    const run = await modelkeep(
      ['predict', '--model', at('model.json'), '--data', '-', '--out', '-', '--top', '2'],
      { stdin: head },
    );
    expect(run.exitCode).toBe(0);
    const [header, first, ...rest] = run.stdout.trim().split('\n');
    expect(header).toBe(
      'row,prediction,label,probability,driver_1,driver_1_log_odds,driver_2,driver_2_log_odds',
    );
    expect(first).toMatch(/^1,1,malignant,0\.\d+,[a-z_ ]+,-?\d/);
    expect(rest).toHaveLength(2);
  });

  test('a row that cannot be predicted is said and left out, its row number missing', async () => {
    const lines = table.split('\n').slice(0, 4);
    lines[2] = lines[2]!.replace(/^M,[\d.]+/, 'M,20.57 mm');
    const run = await modelkeep(['predict', '--model', at('model.json'), '--data', '-', '--out', '-'], {
      stdin: lines.join('\n'),
    });
    expect(run.exitCode).toBe(0);
    expect(
      run.stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['1', '3']);
    expect(run.stderr).toMatch(/1 rows were not predicted/);
    expect(run.stderr).not.toMatch(/20\.57/);
  });
});

describe('wrong input: one clear message, exit code 2, files untouched', () => {
  const predict = (model: string, data: string, stdin?: string) =>
    modelkeep(
      ['predict', '--model', model, '--data', data, '--out', at('out.csv')],
      stdin === undefined ? {} : { stdin },
    );

  test.each<[string, () => Promise<{ exitCode: number | null; stderr: string }>, RegExp]>([
    [
      'a file that is not there',
      () => predict(at('model.json'), at('nothing.csv')),
      /nothing\.csv is not there; check the path/,
    ],
    ['a folder for a file', () => predict(at('model.json'), folder), /is a folder; a file was expected/],
    [
      'an empty table',
      () => predict(at('model.json'), '-', ''),
      /standard input: got an empty file, expected a CSV table with a header/,
    ],
    [
      'a quote that is never closed',
      () => predict(at('model.json'), '-', 'a,b\n1,"2\n3,4\n'),
      /standard input: line \d+: broken CSV/,
    ],
    [
      'columns that are missing',
      () => predict(at('model.json'), '-', 'a,b\n1,2\n'),
      /radius_mean: got no column[\s\S]*and 22 more/,
    ],
    [
      'bytes that are no text',
      () =>
        modelkeep([
          'train',
          '--use-case',
          'breast-cancer',
          '--data',
          process.execPath,
          '--out',
          at('out.csv'),
        ]),
      /got bytes that are not UTF-8/,
    ],
    [
      'a truncated model',
      async () => (
        await writeFile(at('half.json'), (await readFile(at('model.json'))).subarray(0, 900)),
        predict(at('half.json'), at('table.csv'))
      ),
      /half\.json: \(root\): got JSON that breaks off after 900 characters/,
    ],
    [
      'a model of a later form',
      async () => (
        await writeFile(
          at('later.json'),
          (await readFile(at('model.json'), 'utf8')).replace('"schemaVersion": 1', '"schemaVersion": 9'),
        ),
        predict(at('later.json'), at('table.csv'))
      ),
      /schemaVersion: got 9, expected 1/,
    ],
    [
      'an unknown use case',
      () => modelkeep(['train', '--use-case', 'brest-cancer', '--data', '-', '--out', '-']),
      /Expected one of breast-cancer/,
    ],
    [
      'an option that is missing',
      () => modelkeep(['train', '--use-case', 'breast-cancer']),
      /required option '--data <file>'/,
    ],
    [
      'a command that does not exist',
      () => modelkeep(['predikt']),
      /unknown command 'predikt'[\s\S]*Did you mean predict/,
    ],
  ])('%s', async (_, run, message) => {
    const { exitCode, stderr } = await run();
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(2);
    expect(await readdir(folder)).not.toContain('out.csv');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a Node that is too old', async () => {
    const older =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';
    const run = await modelkeep(['status'], { nodeArgs: ['--import', older] });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^modelkeep: got Node 20\.20\.2, needs 22\.18 or newer/);
  });
});

describe('what a user changed in the project itself', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'modelkeep-copy-'));
    for (const room of ['cli', 'domain', 'usecases', 'package.json'])
      await cp(join(root, room), join(copy, room), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test('a broken use-case file is one line with the field, what was got, what is allowed', async () => {
    const file = join(copy, 'usecases/breast-cancer.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace("kind: 'lambda'", "kind: 'lamda'"));
    const run = await modelkeep(['evaluate', '--help'], { bin: join(copy, 'cli/bin.mjs') });
    expect(run).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr:
        'modelkeep: use case "breast-cancer": serving.kind: got "lamda", expected one of "lambda", "endpoint", "batch"\n',
    });
  });
});

describe('a platform that cannot start', () => {
  test('a broken database file is told by its path, and left as it is', async () => {
    const home = at('home');
    await mkdir(home);
    await writeFile(join(home, 'modelkeep.db'), 'this is no database, but somebody may need it');
    const run = await modelkeep(['start', '--port', '0', '--home', home]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^modelkeep: .*modelkeep\.db/);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(await readFile(join(home, 'modelkeep.db'), 'utf8')).toBe(
      'this is no database, but somebody may need it',
    );
  });

  test.each([
    [{ MODELKEEP_PORT: 'abc' }, /MODELKEEP_PORT' is invalid\. Expected a whole number from 0 to 65535/],
    [{ MODELKEEP_SLACK_WEBHOOK: 'hooks.slack.com' }, /MODELKEEP_SLACK_WEBHOOK: got .*, expected https:/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: got "loud", expected one of/],
  ])('a broken environment variable: %o', async (env, message) => {
    const run = await modelkeep(['start', '--home', at('other')], { env: { MODELKEEP_PORT: '0', ...env } });
    expect(run.stderr).toMatch(message);
    expect(run.exitCode).toBe(2);
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cleanTable } from '../../domain/dataset/clean.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { trainingProgram } from '../../local/pipelines/own-programs.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { modelkeep } from '../support/modelkeep.ts';
import { pythonOrSkip } from '../support/python.ts';
import { Untrained } from './untrained.ts';

const python = pythonOrSkip('vision');
const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-describe-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

(python === undefined ? describe.skip : describe)('modelkeep data describe', () => {
  test('makes a table of published metadata and photographs that the use case takes whole', async () => {
    const [one = ''] = new Untrained(trainingProgram(skinLesion), folder).photographs();
    const out = path.join(folder, 'table.csv');
    const images = path.dirname(one);
    const args = ['data', 'describe', 'skin-lesion', '--images', images, '--metadata', path.dirname(images)];
    const { exitCode, stdout } = await modelkeep([...args, '--out', out]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^40 photographs described, 0 broken ones left out\n/);
    const [header = [], ...rows] = csvRecords(await readFile(out, 'utf8'));
    expect(cleanTable(header, rows, skinLesion.data).report).toMatchObject({
      rowsRead: 40,
      rowsQuarantined: 0,
    });
  }, 60_000);

  test('says in one line what is missing, and of which application it cannot be asked', async () => {
    const args = [
      'data',
      'describe',
      'skin-lesion',
      '--images',
      folder,
      '--metadata',
      path.join(folder, 'no'),
    ];
    expect(await modelkeep(args)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^modelkeep: describe: no: got 0 CSV files, expected one table/),
    });
    expect(await modelkeep(['data', 'describe', 'breast-cancer'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('expected one of photographs'),
    });
  }, 60_000);
});

import { expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { axeViolations } from './axe.ts';
import { shoot } from './pages.ts';
import { useCase } from './platform.ts';
import { visitedWard } from './visited-ward.ts';

const rows = 30;

let table: readonly (readonly string[])[];
const visited = visitedWard('carl.clinician', async (ward) => {
  await ward.firstVersion();
  const patients = ward.data.nextPatients(rows, false);
  const names = Object.keys(patients[0]?.features ?? {});
  table = [
    [...names, 'diagnosis'],
    ...patients.map(({ features, diagnosis }) => [
      ...names.map((name) => String(features[name])),
      diagnosis === 1 ? 'M' : 'B',
    ]),
  ];
});

/** Three ways in which a table is wrong, a row each; the numbers of the rows count from 1 below the header. */
const mistakes = [
  { row: 3, column: 'radius_mean', cell: '999.25', wrong: 'outside of the range', expected: 'from 3 to 60' },
  { row: 7, column: 'texture_mean', cell: 'many', wrong: 'not a number', expected: 'a number' },
  { row: 11, column: 'area_mean', cell: '', wrong: 'no value', expected: 'a number' },
] as const;

function csv(withMistakes: boolean, withDiagnosis: boolean): Buffer {
  const [header = []] = table;
  const lines = table.map((cells, row) => {
    const mistake = withMistakes ? mistakes.find((one) => one.row === row) : undefined;
    const mended = cells.map((cell, i) => (mistake && header[i] === mistake.column ? mistake.cell : cell));
    return (withDiagnosis ? mended : mended.slice(0, -1)).join(',');
  });
  return Buffer.from(lines.join('\n'));
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });

/** Each mistake by its row, column and kind; none by its value. */
async function readsReport(place: Locator): Promise<void> {
  const report = place.getByRole('group', { name: 'What is wrong' });
  await report.waitFor();
  const said = await report.getByRole('row').allInnerTexts();
  expect(said.slice(1).map((line) => line.split('\t').map((cell) => cell.trim()))).toEqual(
    mistakes.map(({ row, column, wrong, expected }) => [
      String(row),
      column,
      wrong,
      expect.stringContaining(expected),
    ]),
  );
  expect(await place.innerText()).not.toMatch(/999\.25|many/);
}

test('a table with three kinds of mistakes is read about, mended, predicted and its results downloaded', async () => {
  const there = visited();
  if (!there) return;
  const { visitor, ward } = there;
  const { page } = visitor;
  await page.goto(`${ward.platform.url}/${useCase}/predict#table`);
  const run = page.getByRole('button', { name: 'Run' });
  await choose(page, '=ward 7.csv', csv(true, false));
  await page.getByText('=ward 7.csv').waitFor();
  await run.click();
  const first = page.getByRole('article').first();
  await first.getByText(`${rows - 3} of ${rows} rows predicted`).waitFor();
  await first.getByText('3 rows were refused. Mend them in the file and run it again.').waitFor();
  await readsReport(first);
  expect(await axeViolations(page)).toEqual([]);
  await shoot(page, 'table-refused');

  // Mended, under the same name.
  await choose(page, '=ward 7.csv', csv(false, false));
  await run.click();
  await page.getByRole('article').first().getByText(`${rows} of ${rows} rows predicted`).waitFor();
  const downloads = page.waitForEvent('download');
  await page.getByRole('article').first().getByRole('button', { name: 'Download results' }).click();
  const download = await downloads;
  expect(download.suggestedFilename()).toMatch(/^[\w-][\w .-]*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines[0]).toBe('row,prediction,label,probability,confidence');
  expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(
    Array.from({ length: rows }, (_, i) => i + 1),
  );
  // A spreadsheet takes no cell for a formula.
  for (const cell of lines.flatMap((line) => line.split(','))) expect(cell).not.toMatch(/^[=+@\t\r]|^-\D/);
}, 45_000);

test('the same mistakes in a table to learn from: set aside and reported, then mended and taken in', async () => {
  const there = visited();
  if (!there) return;
  const { visitor, ward } = there;
  const { page } = visitor;
  await page.goto(`${ward.platform.url}/${useCase}/datasets`);
  const send = page.getByRole('button', { name: 'Upload and check' });
  await choose(page, 'winter.csv', csv(true, true));
  await send.click();
  await page
    .getByText(`${rows - 3} rows of ${rows} taken in, 3 set aside; the report below says why.`)
    .waitFor();
  await readsReport(page.getByRole('region', { name: 'Validation report' }));
  expect(await axeViolations(page)).toEqual([]);
  await shoot(page, 'dataset-set-aside');

  await choose(page, 'winter-mended.csv', csv(false, true));
  await send.click();
  await page.getByText(`${rows} rows of ${rows} taken in.`).waitFor();
  expect(await page.getByRole('button', { name: /winter/ }).count()).toBe(2);
  await page.getByRole('button', { name: 'Look into it' }).click();
  await page
    .getByRole('img', { name: /radius/ })
    .first()
    .waitFor();
  expect(visitor.mistakes).toEqual([]);
}, 45_000);

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { crowd, fill } from './crowd.ts';
import { open, pages, shoot } from './pages.ts';
import { useCase, waitFor } from './platform.ts';
import { visitedWard } from './visited-ward.ts';

const visited = visitedWard('adam.admin', async (ward) => {
  await ward.firstVersion();
  await ward.predict(ward.data.nextPatients(80, false), true);
  await ward.as('carl.clinician').checkDrift({ body: { useCase } });
  await fill(ward, crowd);
});

interface Asked {
  readonly path: string;
  readonly bytes: number;
}

/** What the page asks the API for until nothing on it is being read any more. */
async function askedBy(page: Page, url: string, name: string): Promise<readonly Asked[]> {
  const place = pages.find((one) => one.name === name);
  if (!place) throw new Error(`no page ${name}`);
  // What the page before it asked for is over.
  await page.goto('about:blank');
  const asked: Promise<Asked>[] = [];
  const note = (response: Awaited<ReturnType<Page['waitForResponse']>>): void => {
    const { pathname } = new URL(response.url());
    if (
      response.request().resourceType() === 'fetch' &&
      pathname !== '/events' &&
      pathname !== '/config.json'
    )
      asked.push(response.body().then(({ length }) => ({ path: pathname, bytes: length })));
  };
  page.on('response', note);
  await open(page, url, place);
  page.off('response', note);
  return Promise.all(asked);
}

const elements = (page: Page): Promise<number> =>
  page.evaluate<number>('document.querySelectorAll("*").length');

/** What makes a page slow when there is much: how much is asked for, and how much is drawn. Times: `npm run bench -- console`. */
test.each([
  // Elements: as measured, and a quarter more.
  ['dashboard', 450],
  ['review', 650],
  ['models', 1_100],
  ['monitoring', 1_500],
  ['retraining', 1_000],
  ['training', 950],
])(
  '%s: with 10,000 predictions, 200 versions and 200 retrainings it asks once for little and draws at most %i elements',
  async (name, most) => {
    const there = visited();
    if (!there) return;
    const { visitor, ward } = there;
    const { page } = visitor;
    const asked = await askedBy(page, ward.platform.url, name);
    const paths = asked.map(({ path }) => path);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(asked.filter(({ bytes }) => bytes > 150_000)).toEqual([]);
    expect(await elements(page)).toBeLessThanOrEqual(most);
    await shoot(page, `crowd-${name}`);
  },
  30_000,
);

test('fifty of a list at first, the next when asked for, each version once', async () => {
  const there = visited();
  if (!there) return;
  const { visitor, ward } = there;
  const { page } = visitor;
  await askedBy(page, ward.platform.url, 'models');
  const versions = page.getByRole('link', { name: /^Version \d+$/ });
  expect(await versions.count()).toBe(50);
  for (const expected of [100, 150, 200, 201]) {
    await page.getByRole('button', { name: 'Show older versions' }).click();
    await waitFor(async () => (await versions.count()) === expected);
  }
  expect(await page.getByRole('button', { name: 'Show older versions' }).count()).toBe(0);
  const shown = (await versions.allInnerTexts()).map((text) => Number(text.slice('Version '.length)));
  expect(shown).toEqual(Array.from({ length: 201 }, (_, i) => 201 - i));

  await askedBy(page, ward.platform.url, 'retraining');
  expect(await page.getByRole('row').count()).toBe(51);
  await page.getByRole('button', { name: 'Show older retrainings' }).click();
  await waitFor(async () => (await page.getByRole('row').count()) === 101);

  await askedBy(page, ward.platform.url, 'review');
  expect(await page.getByRole('listbox').getByRole('option').count()).toBe(50);
  await page.getByText('The least certain first, of 1,000 or more in all').waitFor();
  expect(visitor.mistakes).toEqual([]);
}, 30_000);

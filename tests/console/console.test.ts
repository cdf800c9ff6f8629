import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { gzipSync } from 'node:zlib';
import { axeViolations } from './axe.ts';
import { browserOrSkip, signIn, type Visitor } from './browser.ts';
import { open, pages, shoot } from './pages.ts';
import { openWard, useCase, waitFor, type Ward } from './platform.ts';

let browser: Browser | undefined;
let ward: Ward;
const visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await browserOrSkip();
  if (!browser) return;
  ward = await openWard();
  await ward.firstVersion();
  await ward.predict(ward.data.nextPatients(80, false), true);
  await ward.as('carl.clinician').checkDrift({ body: { useCase } });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  if (browser) await ward.close();
});

/** Each journey is one person's; without a browser it was said why it is skipped. */
const journey = (name: string, walk: (page: (user: string) => Promise<Page>) => Promise<void>): void =>
  test(
    name,
    async () => {
      if (!browser) return;
      const own: Visitor[] = [];
      const open = browser;
      try {
        await walk(async (user) => {
          const visitor = await signIn(open, ward.platform.url, user);
          own.push(visitor);
          visitors.push(visitor);
          return visitor.page;
        });
        expect(own.flatMap(({ mistakes }) => mistakes)).toEqual([]);
      } finally {
        for (const { context } of own) await context.close();
      }
    },
    45_000,
  );

const go = (page: Page, place: string) =>
  page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: new RegExp(`^${place}`) })
    .click();

describe('journeys', () => {
  journey('a clinician predicts and reads why', async (person) => {
    const page = await person('carl.clinician');
    await page.getByRole('heading', { name: 'Predict', level: 1 }).waitFor();
    const [patient] = ward.data.nextPatients(1, false);

    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('30 values need your attention').waitFor();
    await page.getByRole('textbox', { name: 'Row' }).fill(JSON.stringify(patient?.features));
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.getByText('30 of 30 values were taken over.').waitFor();
    const radius = page.getByLabel(/^Radius/).first();
    const right = await radius.inputValue();
    await radius.fill('999');
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('From 3 to 60').waitFor();
    await radius.fill(right);
    await page.getByRole('button', { name: 'Predict' }).click();

    await page.getByRole('heading', { name: 'What drove it' }).waitFor();
    expect(await page.getByTestId('label').innerText()).toMatch(/^(Benign|Malignant)$/);
    expect(await page.getByRole('list', { name: 'Contributions' }).getByRole('listitem').count()).toBe(11);
    await page.getByText(/^(For malignant spoke most|For benign): /).waitFor();
    await page.getByText('Decision support:').waitFor();
  });

  journey(
    'drift appears and a retraining runs before one’s eyes; approved by a second person',
    async (person) => {
      const reader = await person('rita.reader');
      await go(reader, 'Monitoring');
      const windows = reader.getByRole('button', { name: /^Window of / });
      await windows.first().waitFor();
      expect(await windows.count()).toBe(1);

      for (let i = 0; i < 2; i += 1) {
        await ward.predict(ward.data.nextPatients(80, true), true);
        await ward.as('carl.clinician').checkDrift({ body: { useCase } });
      }
      await reader.getByRole('button', { name: /drift confirmed/ }).waitFor();
      expect(await windows.count()).toBe(3);
      await reader
        .getByText(/texture_mean rose by/)
        .first()
        .waitFor();

      await go(reader, 'Retraining');
      await reader.getByRole('cell', { name: 'Drift' }).first().waitFor();
      await reader
        .getByRole('row', { name: /Running/ })
        .getByRole('link')
        .first()
        .click();
      await reader.getByRole('img', { name: /Request approval/ }).waitFor();
      expect(await reader.getByRole('button', { name: 'Approve' }).count()).toBe(0);

      const approver = await person('anna.approver');
      await go(approver, 'Models');
      await approver.getByRole('link', { name: 'Version 2' }).click();
      await approver.getByText('texture_mean rose by').first().waitFor();
      await approver.getByRole('button', { name: 'Approve', exact: true }).click();
      await approver.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await approver.getByText('Version 2 is approved').waitFor();
      await reader.getByRole('img', { name: /Check deployment, Release lock|Deployed/ }).waitFor();
      await reader.getByText('Deployed').first().waitFor();

      await reader.getByRole('button', { name: 'Evaluate model' }).click();
      const detail = reader.getByRole('region', { name: 'Evaluate model' });
      await detail.getByRole('group', { name: /^It was given/ }).waitFor();
      expect(await detail.getByRole('group', { name: /^It was given/ }).innerText()).toContain('"trigger"');
      expect(await detail.getByRole('group', { name: /^It added/ }).innerText()).toMatch(
        /"evaluation"[^]*"passed": true/,
      );
      expect(new URL(reader.url()).searchParams.get('state')).toMatch(/^\d+$/);
      // By a press on the drawing too.
      await reader
        .getByRole('img', { name: /^Passed: / })
        .getByText('Start pipeline')
        .click();
      await reader.getByRole('heading', { name: 'Start pipeline' }).waitFor();
    },
  );

  journey('two versions are compared, and the newer one rolled back', async (person) => {
    const page = await person('anna.approver');
    await go(page, 'Models');
    await page.getByLabel('Compare version 1').check();
    await page.getByLabel('Compare version 2').check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Metrics' }).waitFor();
    await page.getByRole('heading', { name: 'ROC curve' }).waitFor();
    expect(await page.getByRole('columnheader', { name: /^Version/ }).allInnerTexts()).toEqual([
      'Version 1',
      'Version 2',
    ]);
    expect(await page.getByRole('heading', { name: /^Confusion matrix/ }).count()).toBe(2);

    await go(page, 'Models');
    await page.getByRole('link', { name: 'Version 2' }).click();
    await page.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('the scanner was set back');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('Version 2 is rolled back.').waitFor();
    await go(page, 'Dashboard');
    await page.getByRole('region', { name: 'In service' }).getByText('Version 1').waitFor();
  });

  journey(
    'a training is started, followed, refused to its own starter and approved by another',
    async (person) => {
      const page = await person('anna.approver');
      await go(page, 'Training');
      await page.getByRole('button', { name: 'Start a training' }).click();
      await page
        .getByRole('dialog')
        .getByLabel(/^Reason/)
        .fill('the quarterly one');
      await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
      await page.getByText('A training has started.').waitFor();
      await page.getByText('the quarterly one').first().waitFor();
      await page.getByRole('list', { name: 'Steps' }).getByText('Train', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Why, how good, approve' }).click();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await page
        .getByRole('dialog')
        .getByRole('alert')
        .getByText(/two|another person|second/i)
        .waitFor();

      const other = await person('adam.admin');
      await go(other, 'Models');
      await other.getByRole('link', { name: 'Version 3' }).click();
      await other.getByRole('button', { name: 'Approve' }).click();
      await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await other.getByText('Version 3 is approved').waitFor();
    },
  );

  journey('without network what was typed stays, and is asked when it is back', async (person) => {
    const page = await person('carl.clinician');
    const [patient] = ward.data.nextPatients(1, false);
    await page.getByRole('heading', { name: 'Predict', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: 'Row' }).fill(JSON.stringify(patient?.features));
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.getByText('30 of 30 values were taken over.').waitFor();
    const typed = await page
      .getByLabel(/^Radius/)
      .first()
      .inputValue();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByText('The platform cannot be reached').first().waitFor();
    expect(
      await page
        .getByLabel(/^Radius/)
        .first()
        .inputValue(),
    ).toBe(typed);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.getByRole('heading', { name: 'What drove it' }).waitFor();
    expect(await page.getByText('You are offline.').count()).toBe(0);
  });

  journey('each role sees what it may do', async (person) => {
    const clinician = await person('carl.clinician');
    await go(clinician, 'Models');
    await clinician.getByRole('link', { name: 'Version 1' }).click();
    await clinician.getByRole('heading', { name: 'Why this version?' }).waitFor();
    for (const name of ['Approve', 'Reject', 'Deploy', 'Roll back'])
      expect(await clinician.getByRole('main').getByRole('button', { name, exact: true }).count()).toBe(0);
    await expect(
      ward.as('carl.clinician').rollBackModel({ params: { version: '1' }, body: { useCase, reason: 'no' } }),
    ).rejects.toMatchObject({ status: 403 });

    const reader = await person('rita.reader');
    await reader.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    const places = await reader.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts();
    expect(places).not.toContain('Predict');
    expect(places).toContain('Models');
    await reader.getByRole('button', { name: 'Sign out' }).click();
    await reader
      .getByRole('button', { name: /sign (out|in)/i })
      .first()
      .waitFor();
  });

  journey('a clinician confirms ten diagnoses by keyboard', async (person) => {
    await ward.predict(ward.data.nextPatients(14, false), false);
    const page = await person('carl.clinician');
    await go(page, 'Review');
    const list = page.getByRole('listbox', { name: 'Waiting predictions' });
    await list.waitFor();
    const before = await list.getByRole('option').count();
    // From the page's own beginning, by keys alone.
    await page.locator('main').focus();
    for (let i = 0; i < 20 && (await list.and(page.locator(':focus')).count()) === 0; i += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 10; i += 1) await page.keyboard.press(i % 3 === 0 ? '1' : '0');
    await page.getByText('10 diagnoses confirmed').waitFor();
    expect(await list.getByRole('option').count()).toBe(before - 10);
    await waitFor(async () => {
      const { useCases } = await ward.as('rita.reader').getStatus({ query: { useCase } });
      return useCases[0]?.counts.pendingPredictions.count === before - 10;
    });
    // A slip is put right.
    await page
      .getByRole('button', { name: /^Correct to/ })
      .first()
      .click();
    await page.getByText('10 diagnoses confirmed').waitFor();
  });
});

/** On what the journeys have left behind. */
describe('pages', () => {
  test.each([
    ['light', 'desktop', 1440, 900],
    ['dark', 'desktop', 1440, 900],
    ['light', 'phone', 390, 844],
    ['dark', 'phone', 390, 844],
  ] as const)(
    '%s, %s: axe finds nothing, nothing is wider than the window; screenshots in .cache/console-screenshots',
    async (colorScheme, device, width, height) => {
      if (!browser) return;
      const { page, context, mistakes } = await signIn(browser, ward.platform.url, 'adam.admin', {
        colorScheme,
        width,
        height,
      });
      const found: string[] = [];
      const { executions } = await ward.as('rita.reader').listExecutions({ query: { useCase } });
      const ways = executions.filter(({ trigger }) => trigger.reason === 'drift');
      const execution = {
        name: 'execution',
        path: `retraining/${ways[0]?.name ?? ''}`,
        ready: 'It was given',
      };
      for (const place of [...pages, execution]) {
        await open(page, ward.platform.url, place);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        if (overflow > 0) found.push(`${place.name}: ${overflow} px wider than the window`);
        found.push(...(await axeViolations(page)).map((violation) => `${place.name}: ${violation}`));
        await shoot(page, `${place.name}-${device}-${colorScheme}`);
      }
      await context.close();
      expect(found).toEqual([]);
      expect(mistakes).toEqual([]);
    },
    90_000,
  );

  test('the first page loads at most 190,000 bytes of script, compressed', async () => {
    if (!browser) return;
    const { page, context } = await signIn(browser, ward.platform.url, 'rita.reader');
    const scripts = new Map<string, Promise<Buffer>>();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.set(response.url(), response.body());
    });
    await open(page, ward.platform.url, { name: 'dashboard', path: 'dashboard', ready: 'Latest retraining' });
    const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipSync(await body).length));
    await context.close();
    expect(scripts.size).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(190_000);
  });
});

test('the use case of the journeys is the shipped one but for its two persons', () =>
  expect(breastCancer.retraining.twoPersonApproval).toBe(false));

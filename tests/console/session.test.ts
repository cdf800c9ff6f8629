import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { axeViolations } from './axe.ts';
import { browserOrSkip, signIn } from './browser.ts';
import { shoot } from './pages.ts';
import { openWard, useCase, waitFor, type Ward } from './platform.ts';

let browser: Browser | undefined;
let ward: Ward;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await browserOrSkip();
  if (browser) ward = await openWard();
}, 60_000);
afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser?.close();
  if (browser) await ward.close();
});

const inBrowser = (name: string, run: (open: Browser) => Promise<void>): void =>
  test(
    name,
    async () => {
      if (browser) await run(browser);
    },
    45_000,
  );

const signedIn = async (open: Browser, user: string): Promise<Page> => {
  const { page, context } = await signIn(open, ward.platform.url, user);
  contexts.push(context);
  return page;
};

inBrowser('the page to sign in needs next to no script, in both colours and widths', async (open) => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 390]) {
      const context = await open.newContext({ colorScheme, viewport: { width, height: 844 } });
      contexts.push(context);
      const page = await context.newPage();
      const bodies: Promise<Buffer>[] = [];
      // What is meant for afterwards never comes.
      await page.route(/\/assets\/(base|console|issuer)-/, (route) => route.abort());
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') bodies.push(response.body());
      });
      await page.goto(ward.platform.url);
      await page.getByText('Environment: local').waitFor();
      expect(await page.getByRole('button', { name: 'Go on to sign in' }).isEnabled()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
      ).toBeLessThanOrEqual(0);
      const sizes = await Promise.all(bodies.map(async (body) => gzipSync(await body).length));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(20_000);
      await shoot(page, `sign-in-${width}-${colorScheme}`);
    }
});

inBrowser('where the issuer does not answer, the page says so and one can try again', async (open) => {
  const context = await open.newContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.route(/well-known/, (route) => route.abort());
  await page.goto(ward.platform.url);
  const button = page.getByRole('button', { name: 'Go on to sign in' });
  await button.click();
  await page.getByRole('alert').getByText('Signing in is not possible now').waitFor();
  await page.unroute(/well-known/);
  await button.click();
  await page.getByRole('button', { name: 'rita.reader' }).waitFor();
});

inBrowser('after signing in each thing is asked for once, and what was known before is not', async (open) => {
  const context = await open.newContext();
  contexts.push(context);
  const page = await context.newPage();
  const early: string[] = [];
  page.on('requestfinished', (request) => early.push(request.url()));
  await page.goto(ward.platform.url);
  await waitFor(async () => early.some((url) => /console-[^/]*\.js$/.test(url)));
  await page.getByRole('button', { name: 'Go on to sign in' }).click();
  const user = page.getByRole('button', { name: 'rita.reader' });
  await user.waitFor();
  // Fetched while nobody waited for it.
  expect(early).toEqual(
    expect.arrayContaining([expect.stringMatching(/base-/), expect.stringMatching(/console-/)]),
  );
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname !== '/icon.svg') asked.push(pathname);
  });
  await user.click();
  await page.getByRole('heading', { name: 'Latest retraining' }).waitFor();
  await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0);
  const api = asked.filter((path) => !path.startsWith('/assets/') && !path.endsWith('.js'));
  expect(api.filter((path) => path.includes('well-known'))).toEqual([]);
  expect(api.filter((path) => path === '/oidc/token')).toHaveLength(1);
  for (const path of ['/config.json', '/use-cases', '/status', '/health', '/costs'])
    expect([path, api.filter((one) => one === path).length]).toEqual([path, 1]);
  // Main, config, issuer, base, console, and what starts them: not one for each part of the page.
  expect(asked.filter((path) => path.endsWith('.js')).length).toBeLessThanOrEqual(10);
});

/** A reader who is signed in, in a browser whose time the test moves. */
async function readerUnderOurClock(open: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await open.newContext();
  contexts.push(context);
  await context.clock.install();
  const page = await context.newPage();
  await page.goto(ward.platform.url);
  await page.getByRole('button', { name: 'Go on to sign in' }).click();
  await page.getByRole('button', { name: 'rita.reader' }).click();
  return { context, page };
}

inBrowser('who goes away is asked, then signed out; a key keeps one signed in', async (open) => {
  const { context, page } = await readerUnderOurClock(open);
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  const dialog = page.getByRole('dialog', { name: 'Are you still there?' });

  await context.clock.fastForward('28:50');
  expect(await dialog.count()).toBe(0);
  await context.clock.fastForward('00:20');
  await dialog.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Shift');
  await dialog.waitFor({ state: 'detached' });
  await context.clock.fastForward('29:10');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  await dialog.waitFor({ state: 'detached' });

  // A machine that slept: no warning was seen.
  await context.clock.fastForward('40:00');
  await page
    .getByRole('button', { name: /sign (out|in)/i })
    .first()
    .waitFor();
  expect(await page.getByRole('heading', { name: 'Dashboard' }).count()).toBe(0);
  expect(await page.evaluate<string[]>('Object.keys(sessionStorage)')).not.toContainEqual(
    expect.stringMatching(/^oidc\.user:/),
  );
});

inBrowser(
  'who goes away while there is no network is signed out here, and asked again by the issuer',
  async (open) => {
    const { context, page } = await readerUnderOurClock(open);
    await page.getByRole('heading', { name: 'Latest retraining' }).waitFor();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await context.clock.fastForward('40:00');
    const button = page.getByRole('button', { name: 'Go on to sign in' });
    await button.waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('Dashboard');
    expect(await page.evaluate<string[]>('Object.keys(sessionStorage)')).not.toContainEqual(
      expect.stringMatching(/^oidc\.user:/),
    );
    await context.setOffline(false);
    await button.click();
    await page.getByRole('button', { name: 'carl.clinician' }).click();
    await page.getByText('carl.clinician').first().waitFor();
  },
);

inBrowser('an answer of the issuer that does not belong here leads back to signing in', async (open) => {
  const context = await open.newContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(`${ward.platform.url}/?code=old&state=old`);
  await page.getByRole('alert').getByText('Signing in did not come to its end').waitFor();
  await page.getByRole('button', { name: 'Go on to sign in' }).click();
  await page.getByRole('button', { name: 'rita.reader' }).click();
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  expect(new URL(page.url()).search).toBe('');
});

inBrowser('a page whose file is not there any more says so, and takes no other along', async (open) => {
  const page = await signedIn(open, 'anna.approver');
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  const models = /\/assets\/models-[^/]*\.js$/;
  await page.route(models, (route) => route.fulfill({ status: 404, body: '' }));
  const places = page.getByRole('navigation', { name: 'Pages' });
  await places.getByRole('link', { name: /^Models/ }).click();
  await page.getByRole('alert').getByText('This page could not be loaded').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await places.getByRole('link', { name: /^Retraining/ }).click();
  await page.getByRole('heading', { name: 'Executions' }).waitFor();
  await places.getByRole('link', { name: /^Models/ }).click();
  await page.unroute(models);
  await page.getByRole('alert').getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('heading', { name: 'Versions' }).waitFor();
});

inBrowser(
  'offline, the page says so and keeps what it knows; back online it goes on by itself',
  async (open) => {
    const page = await signedIn(open, 'anna.approver');
    const context = page.context();
    await page.getByRole('heading', { name: 'Latest retraining' }).waitFor();
    await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0);
    const service = page.getByRole('region', { name: 'In service', exact: true });
    const before = await service.innerText();

    await context.setOffline(true);
    await page.getByRole('status').getByText('You are offline.').waitFor();
    expect(await service.innerText()).toBe(before);
    expect(await axeViolations(page)).toEqual([]);
    await shoot(page, 'offline');
    // A page that was not opened before cannot be had; what changes something is refused in words.
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: /^Models/ })
      .click();
    await page.getByRole('main').getByText('This page was not opened before').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await shoot(page, 'offline-new-page');

    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Versions' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/${useCase}/models`);
  },
);

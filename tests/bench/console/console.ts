import { loadavg } from 'node:os';
import { chromium, type Browser } from 'playwright-core';
import { executablePath, launchOptions, signIn } from '../../console/browser.ts';
import { crowd, fill } from '../../console/crowd.ts';
import { openWard, useCase, type Ward } from '../../console/platform.ts';
import { median, tableText } from '../table.ts';
import { interactive, slowDown, type Interactive } from './interactive.ts';

/** As Lighthouse slows a desktop's CPU down to that of a middling phone. */
const timesSlower = 4;
const rounds = 5;

type Opening = 'page to sign in' | 'first page after it' | 'reloaded';

/**
 * When the console can be used: the page to sign in and the first page after it, each with an empty cache, and that page
 * reloaded; then each page with much in store. On the local platform, the page's CPU slowed down.
 */
export async function benchConsole(): Promise<void> {
  const ward = await openWard();
  const browser = await chromium.launch(launchOptions);
  const before = loadavg()[0] ?? 0;
  try {
    await ward.firstVersion();
    await ward.predict(ward.data.nextPatients(40, false), true);
    // The first time makes the platform warm, and is not counted.
    await visit(browser, ward);
    const seen = new Map<Opening, Interactive[]>();
    for (let round = 0; round < rounds; round += 1)
      for (const [opening, measured] of await visit(browser, ward))
        seen.set(opening, [...(seen.get(opening) ?? []), measured]);
    print(seen, before);
    await fill(ward, crowd);
    printPages(await openPages(browser, ward));
  } finally {
    await browser.close();
    await ward.close();
  }
}

async function visit(browser: Browser, ward: Ward): Promise<readonly (readonly [Opening, Interactive])[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await slowDown(page, timesSlower);
    await page.goto(ward.platform.url);
    const landing = await interactive(page);
    await page.getByRole('button', { name: 'Go on to sign in' }).click();
    await page.getByRole('button', { name: 'rita.reader' }).click();
    await page.waitForURL(/dashboard/);
    const first = await interactive(page);
    await page.reload();
    return [
      ['page to sign in', landing],
      ['first page after it', first],
      ['reloaded', await interactive(page)],
    ];
  } finally {
    await context.close();
  }
}

/** Each page, opened by its address by somebody who is signed in. */
async function openPages(
  browser: Browser,
  ward: Ward,
): Promise<readonly (readonly [string, Interactive, number])[]> {
  const { page, context } = await signIn(browser, ward.platform.url, 'adam.admin');
  try {
    await slowDown(page, timesSlower);
    const opened: [string, Interactive, number][] = [];
    for (const name of ['dashboard', 'review', 'models', 'monitoring', 'retraining', 'training']) {
      await page.goto(`${ward.platform.url}/${useCase}/${name}`);
      const measured = await interactive(page);
      opened.push([name, measured, await page.evaluate<number>('document.querySelectorAll("*").length')]);
    }
    return opened;
  } finally {
    await context.close();
  }
}

function printPages(opened: readonly (readonly [string, Interactive, number])[]): void {
  const rows = opened.map(([name, { interactiveMs, wholeMs, blockedMs, requests }, elements]) => [
    name,
    ...[interactiveMs, wholeMs, blockedMs, requests, elements].map((figure) => String(Math.round(figure))),
  ]);
  const { pending, confirmed, versions, executions } = crowd;
  console.log(
    `\nwith ${pending + confirmed} predictions, ${versions} versions and ${executions} retrainings in store, opened by address:`,
  );
  console.log(tableText(['page, ms', 'interactive', 'whole', 'blocked', 'requests', 'elements'], rows));
}

function print(seen: ReadonlyMap<Opening, readonly Interactive[]>, loadBefore: number): void {
  const milliseconds = (all: readonly Interactive[], name: keyof Interactive): string =>
    String(Math.round(median(all.map((one) => one[name]))));
  const rows = [...seen].map(([opening, all]) => [
    opening,
    milliseconds(all, 'firstContentMs'),
    milliseconds(all, 'interactiveMs'),
    String(Math.round(Math.max(...all.map(({ interactiveMs }) => interactiveMs)))),
    milliseconds(all, 'wholeMs'),
    milliseconds(all, 'blockedMs'),
    String(all[0]?.requests ?? 0),
  ]);
  console.log(
    tableText(
      ['console, ms', 'first content', 'interactive', 'at most', 'whole', 'blocked', 'requests'],
      rows,
    ),
  );
  console.log(
    `${executablePath}, CPU ${timesSlower} times slower, median of ${rounds}; load of this machine ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
  );
}

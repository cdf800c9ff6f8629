import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { existsSync } from 'node:fs';

/** Debian's Chromium; another by CHROMIUM_PATH. */
export const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

export const launchOptions = { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] };

/** A browser, or undefined where there is none: the test says so and is skipped; with REQUIRE_ALL=1 that is a failure. */
export async function browserOrSkip(): Promise<Browser | undefined> {
  if (existsSync(executablePath)) return chromium.launch(launchOptions);
  const missing = `no browser at ${executablePath}; install chromium, or set CHROMIUM_PATH`;
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page, in the order in which it did. */
  readonly mistakes: readonly string[];
}

/** A person of the demo, signed in by the issuer's own page. */
export async function signIn(
  browser: Browser,
  url: string,
  user: string,
  options: {
    readonly colorScheme?: 'light' | 'dark';
    readonly width?: number;
    readonly height?: number;
  } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const mistakes: string[] = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    // Answers of 4xx are tested for themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      mistakes.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin && request.url().startsWith('http'))
      mistakes.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Go on to sign in' }).click();
  await page.getByRole('button', { name: user }).click();
  await page
    .getByRole('navigation', { name: 'Pages' })
    .or(page.getByRole('button', { name: 'Open the menu' }))
    .first()
    .waitFor();
  return { page, context, mistakes };
}

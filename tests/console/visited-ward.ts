import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { browserOrSkip, signIn, type Visitor } from './browser.ts';
import { openWard, type Ward } from './platform.ts';

interface VisitedWard {
  readonly ward: Ward;
  readonly visitor: Visitor;
}

/**
 * A ward of its own for the tests of a file, with one person signed in. Gives undefined where there is no browser: it was said
 * why the tests are skipped.
 * @param prepare what is there before that person comes.
 */
export function visitedWard(
  user: string,
  prepare: (ward: Ward) => Promise<void> = async () => undefined,
  look: Parameters<typeof signIn>[3] = {},
): () => VisitedWard | undefined {
  let browser: Browser | undefined;
  let ward: Ward | undefined;
  let visitor: Visitor | undefined;
  beforeAll(async () => {
    browser = await browserOrSkip();
    if (!browser) return;
    ward = await openWard();
    await prepare(ward);
    visitor = await signIn(browser, ward.platform.url, user, look);
  }, 60_000);
  afterAll(async () => {
    await visitor?.context.close();
    await browser?.close();
    await ward?.close();
  });
  return () => (ward && visitor ? { ward, visitor } : undefined);
}

import type { CDPSession, Page } from 'playwright-core';

/** How a page came to be usable, in milliseconds from the beginning of its navigation. */
export interface Interactive {
  readonly firstContentMs: number;
  /** Title and first control are there, and nothing on the page is being read any more. */
  readonly wholeMs: number;
  /** End of the last task of more than 50 ms; 0 where there was none. */
  readonly lastLongTaskMs: number;
  /** What tasks took beyond their first 50 ms. */
  readonly blockedMs: number;
  /**
   * As Lighthouse has it: from when for five seconds no task of more than 50 ms runs; and not before the title and a control
   * that can be used are there.
   */
  readonly interactiveMs: number;
  readonly requests: number;
}

const quietMs = 5_000;

/** Runs in the page from its very beginning. */
const watch = `(() => {
  const seen = { tasks: [], usable: undefined, whole: undefined };
  globalThis.__seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const title = document.querySelector('main h1');
    const control = document.querySelector('main button:enabled, nav a[href]');
    if (title && control) {
      seen.usable ??= performance.now();
      if (!document.querySelector('main [aria-busy=true], main .MuiSkeleton-root')) seen.whole ??= performance.now();
    }
    if (seen.whole === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

const read = `(() => {
  const { tasks, usable, whole } = globalThis.__seen;
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    now: performance.now(),
    firstContent: paint ? paint.startTime : 0,
    tasks, usable, whole,
    requests: performance.getEntriesByType('resource').length,
  };
})()`;

interface Seen {
  readonly now: number;
  readonly firstContent: number;
  readonly tasks: readonly (readonly [start: number, duration: number])[];
  readonly usable?: number;
  readonly whole?: number;
  readonly requests: number;
}

/** To be called before the page is opened. @param rate how many times slower than this machine the page's CPU is. */
export async function slowDown(page: Page, rate: number): Promise<CDPSession> {
  await page.addInitScript(watch);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return session;
}

/** Waits for the page to be interactive. @throws Error where it does not become so within a minute. */
export async function interactive(page: Page): Promise<Interactive> {
  for (let i = 0; i < 240; i += 1) {
    const seen = await page.evaluate<Seen>(read).catch(() => undefined);
    const done = seen && judged(seen);
    if (done) return done;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the page did not become interactive within a minute');
}

function judged(seen: Seen): Interactive | undefined {
  const { usable, whole, tasks, firstContent, now } = seen;
  if (usable === undefined || whole === undefined) return undefined;
  const end = Math.max(0, ...tasks.map(([start, duration]) => start + duration));
  const interactiveMs = Math.max(firstContent, usable, end);
  if (now < Math.max(interactiveMs, whole) + quietMs) return undefined;
  return {
    firstContentMs: firstContent,
    wholeMs: whole,
    lastLongTaskMs: end,
    blockedMs: tasks.reduce((sum, [, duration]) => sum + duration - 50, 0),
    interactiveMs,
    requests: seen.requests,
  };
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { useCase, waitFor } from './platform.ts';

export interface PageToSee {
  readonly name: string;
  readonly path: string;
  /** There when the page has read what it shows. */
  readonly ready: string;
}

export const pages: readonly PageToSee[] = [
  { name: 'dashboard', path: 'dashboard', ready: 'Latest retraining' },
  { name: 'predict', path: 'predict', ready: 'Standard error' },
  { name: 'predict-table', path: 'predict#table', ready: 'Predict a table' },
  { name: 'review', path: 'review', ready: 'What was it really?' },
  { name: 'monitoring', path: 'monitoring', ready: 'Quality over time' },
  { name: 'models', path: 'models', ready: 'Versions' },
  { name: 'model', path: 'models/2', ready: 'Model card' },
  { name: 'compare', path: 'models/compare?left=1&right=2', ready: 'Metrics' },
  { name: 'retraining', path: 'retraining', ready: 'Executions' },
  { name: 'training', path: 'training', ready: 'Log' },
  { name: 'datasets', path: 'datasets', ready: 'Upload a table' },
  { name: 'settings', path: 'settings', ready: 'Features' },
];

export const screenshots = path.resolve(import.meta.dirname, '../../.cache/console-screenshots');

/** Animations that end and have not. */
const movingNow = `document.getAnimations().filter(
  (one) => one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity,
).length`;

/** Opens a page and waits until nothing on it is being read any more. */
export async function open(page: Page, url: string, place: PageToSee): Promise<void> {
  await page.goto(`${url}/${useCase}/${place.path}`);
  await page.getByRole('heading', { name: place.ready }).first().waitFor();
  await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0);
  // A button that becomes enabled fades in: what is looked at is where the colours arrive.
  await waitFor(async () => (await page.evaluate<number>(movingNow)) === 0);
}

export async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({
    path: path.join(screenshots, `${name}.png`),
    fullPage: true,
    animations: 'disabled',
  });
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadPrices } from '../cost/prices.ts';
import { UsageError } from '../errors.ts';
import { nameOf, readText, writeText } from '../io/files.ts';
import { readCheckovReport, type CoveredPlan } from './checkov/report.ts';
import { isCheckovThere, runCheckov } from './checkov/run.ts';
import { readPlan, type Plan } from './read-plan.ts';
import { renderMarkdown } from './render/markdown.ts';
import { renderText } from './render/text.ts';
import { reviewPlans, type CheckovResult, type Review } from './review.ts';
import { readWaivers, type Waiver } from './waivers.ts';

export const reviewFormats = ['text', 'markdown', 'json'] as const;
export type ReviewFormat = (typeof reviewFormats)[number];

export interface PlanReviewOptions {
  /** Files that `terraform show -json` wrote, one for each stack; `-` is standard input. */
  readonly plans: readonly string[];
  readonly format: ReviewFormat;
  /** A report of Checkov on the same plans; `none` leaves Checkov out; absent: it is run. */
  readonly checkov?: string | undefined;
  /** Absent: stacks/waivers.txt where it is there. */
  readonly waivers?: string | undefined;
}

export const defaultWaivers = 'stacks/waivers.txt';

/** `modelkeep plan review`. Resolves to 1 where a check fails that no waiver covers, a waiver is unused or Checkov is missing. */
export async function runPlanReview(options: PlanReviewOptions): Promise<number> {
  if (options.plans.length === 0)
    throw new UsageError('got no plan, expected at least one file that terraform show -json wrote');
  const texts = await Promise.all(options.plans.map((file) => readText(file)));
  const plans = texts.map((text, i) => readPlan(text, sourceOf(options.plans[i] ?? '-')));
  const review = reviewPlans({
    plans,
    checkov: await checkovOf(options, texts, plans),
    waivers: await waiversOf(options.waivers),
    prices: loadPrices(),
  });
  await writeText('-', render(review, options.format));
  return review.passed ? 0 : 1;
}

const sourceOf = (file: string): string => (file === '-' ? nameOf(file) : path.basename(file));

async function waiversOf(file: string | undefined): Promise<readonly Waiver[]> {
  try {
    return readWaivers(await readText(file ?? defaultWaivers), file ?? defaultWaivers);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && file === undefined) return [];
    throw error;
  }
}

async function checkovOf(
  { checkov, plans: files }: PlanReviewOptions,
  texts: readonly string[],
  plans: readonly Plan[],
): Promise<CheckovResult> {
  if (checkov === 'none') return { kind: 'skipped' };
  const covered = (paths: readonly string[]): readonly CoveredPlan[] =>
    plans.map((plan, i) => ({
      path: path.resolve(paths[i] ?? plan.source),
      place: plan.place,
      // Checkov looks at what is there after the apply.
      resources: plan.changes.filter((c) => c.action !== 'delete' && c.action !== 'forget').length,
    }));
  if (checkov !== undefined)
    return {
      kind: 'report',
      report: readCheckovReport(await readText(checkov), nameOf(checkov), covered(files)),
    };
  if (!isCheckovThere())
    return { kind: 'absent', reason: '.venv/checkov is missing; run npm run setup:python -- checkov' };
  return withFiles(files, texts, async (paths) => ({
    kind: 'report',
    report: readCheckovReport(await runCheckov(paths), 'Checkov', covered(paths)),
  }));
}

/** Checkov reads files: standard input is put into one that only this user can read, and taken away. */
async function withFiles<T>(
  files: readonly string[],
  texts: readonly string[],
  use: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  if (!files.includes('-')) return use(files);
  const folder = await mkdtemp(path.join(tmpdir(), 'plan-'));
  try {
    const file = path.join(folder, 'plan.json');
    await writeFile(file, texts[files.indexOf('-')] ?? '', { mode: 0o600 });
    return await use(files.map((name) => (name === '-' ? file : name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const render = (review: Review, format: ReviewFormat): string =>
  format === 'json'
    ? `${JSON.stringify(review, null, 2)}\n`
    : format === 'markdown'
      ? renderMarkdown(review)
      : renderText(review);

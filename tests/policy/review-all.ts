import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadPrices } from '../../cli/cost/prices.ts';
import { readCheckovReport } from '../../cli/plan/checkov/report.ts';
import { isCheckovThere, runCheckov } from '../../cli/plan/checkov/run.ts';
import { readPlan } from '../../cli/plan/read-plan.ts';
import { type Review, reviewPlans } from '../../cli/plan/review.ts';
import { readWaivers } from '../../cli/plan/waivers.ts';

const waiversFile = path.join(import.meta.dirname, '../../stacks/waivers.txt');

/** Checkov is there; where not, the test says so and skips, and with REQUIRE_ALL=1 that is a failure. */
export function checkovOrSkip(): boolean {
  if (isCheckovThere()) return true;
  const missing = '.venv/checkov is missing; run "npm run setup:python -- checkov"';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return false;
}

/** All plans before Checkov (one run for all) and our own rules, less what the project's waivers cover. */
export async function reviewAll(plans: ReadonlyMap<string, unknown>): Promise<Review> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plans-'));
  try {
    const read = [...plans].map(([id, plan]) => {
      const text = JSON.stringify(plan);
      return { text, file: path.join(folder, `${id}.json`), plan: readPlan(text, `${id}.json`) };
    });
    for (const { file, text } of read) await writeFile(file, text);
    const covered = read.map(({ file, plan }) => ({
      path: file,
      place: plan.place,
      resources: plan.changes.length,
    }));
    const report = readCheckovReport(await runCheckov(covered.map((one) => one.path)), 'Checkov', covered);
    return reviewPlans({
      plans: read.map(({ plan }) => plan),
      checkov: { kind: 'report', report },
      waivers: readWaivers(await readFile(waiversFile, 'utf8'), 'stacks/waivers.txt'),
      prices: loadPrices(),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import * as z from 'zod/mini';
import { alignCategories, type CategoryCounts } from './categories.ts';
import type { ColumnProfile } from './columns.ts';
import { missingRateOf, type NumericHistogram } from './histogram.ts';
import { chiSquare, poolRare, type ChiSquareResult } from './statistics/chi-square.ts';
import { histogramGaps } from './statistics/gaps.ts';
import { ksP, type KsResult } from './statistics/ks.ts';
import { kuiperP, type KuiperResult } from './statistics/kuiper.ts';
import { psiHistograms, psiOfShares } from './statistics/psi.ts';
import { twoProportion } from './statistics/two-proportion.ts';

const probability = z.number().check(z.gt(0), z.lt(1));

/** How sure drift has to be before it speaks. */
export const driftRuleSchema = z.object({
  /** a: the wanted share of undisturbed windows with any flag. */
  falseAlarmRate: z._default(probability, 1e-4),
  /** A column whose PSI is below this did not move enough to matter, however sure it is. */
  psiFloor: z._default(z.number().check(z.nonnegative()), 0.1),
  /** A flagged column is confirmed by the next window alone at this p. */
  confirmationP: z._default(probability, 0.01),
});
export interface DriftRule {
  readonly falseAlarmRate: number;
  readonly psiFloor: number;
  readonly confirmationP: number;
}
export const defaultRule: DriftRule = { falseAlarmRate: 1e-4, psiFloor: 0.1, confirmationP: 0.01 };

/**
 * The p that flags: the rate shared out among two tests, on this window and on this with the last one, of C columns
 * and the joint one. Tests on nested windows and of one column are alike, so that the true rate is lower.
 */
export const flagP = (rule: DriftRule, columns: number): number => rule.falseAlarmRate / (4 * (columns + 1));

/** What the tests say of one column in one stretch of traffic. */
export interface Evidence {
  readonly n: number;
  readonly ks?: KsResult;
  readonly kuiper?: KuiperResult;
  readonly chiSquare?: ChiSquareResult;
  /** Of the missing rates; 1 where nothing is missing. */
  readonly missingP: number;
  /** The smallest p of the distribution tests. */
  readonly shapeP: number;
}

function evidenceOf(reference: ColumnProfile['values'], now: ColumnProfile['values']): Evidence {
  const missingP =
    reference.missing + now.missing === 0
      ? 1
      : twoProportion(
          { hits: reference.missing, total: reference.n + reference.missing },
          { hits: now.missing, total: now.n + now.missing },
        ).p;
  if (reference.kind === 'numeric' && now.kind === 'numeric') {
    return { ...numericEvidence(reference, now), missingP };
  }
  if (reference.kind === 'categorical' && now.kind === 'categorical') {
    const { first, second } = alignCategories(reference, now);
    const pooled = poolRare(first, second);
    const test = chiSquare(pooled.first, pooled.second);
    return { n: now.n, chiSquare: test, shapeP: test.p, missingP };
  }
  return { n: now.n, shapeP: 1, missingP };
}

function numericEvidence(reference: NumericHistogram, now: NumericHistogram): Omit<Evidence, 'missingP'> {
  const { above, below } = histogramGaps(reference, now);
  const d = Math.max(above, below);
  const v = above + below;
  const ks = { d, p: ksP(d, reference.n, now.n) };
  const kuiper = { v, p: kuiperP(v, reference.n, now.n) };
  return { n: now.n, ks, kuiper, shapeP: Math.min(ks.p, kuiper.p) };
}

/** PSI of a column: deciles of the reference, or categories. */
export function psiOf(reference: ColumnProfile['values'], now: ColumnProfile['values']): number {
  if (reference.kind === 'numeric' && now.kind === 'numeric') return psiHistograms(reference, now);
  if (reference.kind === 'categorical' && now.kind === 'categorical') {
    const shares = categoryShares(reference, now);
    return shares ? psiOfShares(shares.before, shares.now) : 0;
  }
  return 0;
}

/** Undefined where a side is empty. */
export function categoryShares(
  reference: CategoryCounts,
  now: CategoryCounts,
):
  | { readonly names: readonly string[]; readonly before: readonly number[]; readonly now: readonly number[] }
  | undefined {
  if (reference.n === 0 || now.n === 0) return undefined;
  const { names, first, second } = alignCategories(reference, now);
  return { names, before: first.map((c) => c / reference.n), now: second.map((c) => c / now.n) };
}

/** PSI of "missing or not": the floor for the missing rate, on the same scale as the others. */
function missingPsiOf(reference: ColumnProfile['values'], now: ColumnProfile['values']): number {
  const before = missingRateOf(reference);
  const after = missingRateOf(now);
  return psiOfShares([before, 1 - before], [after, 1 - after]);
}

/** One column's verdict. */
export interface Verdict {
  readonly now: Evidence;
  /** Of this window and the last one together. */
  readonly merged?: Evidence;
  /** The smallest p of any test, of either stretch. */
  readonly p: number;
  /** The smallest p of this window by itself. */
  readonly pNow: number;
  readonly shapeFlagged: boolean;
  readonly missingFlagged: boolean;
}

/**
 * Flags a column when the smallest p of its tests, on this window or on this and the last one merged, is at most
 * `threshold` and it moved by at least the rule's PSI floor. The missing rate is judged likewise.
 */
export function judge(
  reference: ColumnProfile['values'],
  now: ColumnProfile['values'],
  merged: ColumnProfile['values'] | undefined,
  rule: DriftRule,
  threshold: number,
): Verdict {
  const alone = evidenceOf(reference, now);
  const both = merged && evidenceOf(reference, merged);
  const shapeP = Math.min(alone.shapeP, both?.shapeP ?? 1);
  const missingP = Math.min(alone.missingP, both?.missingP ?? 1);
  // PSI is only looked at where a test has spoken: most columns of most windows need none.
  const enough = (psi: (values: ColumnProfile['values']) => number): boolean =>
    psi(now) >= rule.psiFloor || (merged !== undefined && psi(merged) >= rule.psiFloor);
  return {
    now: alone,
    ...(both ? { merged: both } : {}),
    p: Math.min(shapeP, missingP),
    pNow: Math.min(alone.shapeP, alone.missingP),
    shapeFlagged: shapeP <= threshold && enough((values) => psiOf(reference, values)),
    missingFlagged: missingP <= threshold && enough((values) => missingPsiOf(reference, values)),
  };
}

import type { NumericHistogram } from '../histogram.ts';
import { decileCuts, decileKeys, sharesBetween, sharesBetweenKeys } from './psi.ts';

/**
 * The Jensen-Shannon distance of two lists of shares, base 2: the square root of the divergence, from 0 (equal) to 1
 * (nothing in common). As scipy.spatial.distance.jensenshannon(p, q, base=2).
 */
export function jensenShannonOfShares(p: readonly number[], q: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < p.length; i += 1) {
    const a = p[i]!;
    const b = q[i] ?? 0;
    const middle = (a + b) / 2;
    if (a > 0) sum += a * Math.log2(a / middle);
    if (b > 0) sum += b * Math.log2(b / middle);
  }
  return Math.sqrt(Math.min(1, Math.max(0, sum / 2)));
}

/** On raw values, over the deciles of the reference. 0 where a side is empty. */
export function jensenShannon(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const cuts = decileCuts(reference);
  const after = sharesBetween(current, cuts);
  return cuts.length === 0 || after.every((s) => s === 0)
    ? 0
    : jensenShannonOfShares(sharesBetween(reference, cuts), after);
}

/** The same from histograms; shares are off as `psiHistograms` says. */
export function jensenShannonHistograms(reference: NumericHistogram, current: NumericHistogram): number {
  if (reference.n === 0 || current.n === 0) return 0;
  const cuts = decileKeys(reference);
  return jensenShannonOfShares(sharesBetweenKeys(reference, cuts), sharesBetweenKeys(current, cuts));
}

import type { NumericHistogram } from '../histogram.ts';

/** The largest F - G and G - F at the bins' upper edges. */
export interface Gaps {
  readonly above: number;
  readonly below: number;
}

/**
 * The gaps between two histograms' distribution functions. Inside a bin both functions rise by what the bin holds, so
 * the true gaps are at most the largest `max(share of a, share of b)` of a bin larger, and never smaller.
 * Both 0 where one of them is empty.
 */
export function histogramGaps(a: NumericHistogram, b: NumericHistogram): Gaps {
  let above = 0;
  let below = 0;
  if (a.n === 0 || b.n === 0) return { above, below };
  const { keys: keysA, counts: countsA } = a;
  const { keys: keysB, counts: countsB } = b;
  let i = 0;
  let j = 0;
  let sumA = 0;
  let sumB = 0;
  while (i < keysA.length && j < keysB.length) {
    const ka = keysA[i]!;
    const kb = keysB[j]!;
    if (ka <= kb) sumA += countsA[i++]!;
    if (kb <= ka) sumB += countsB[j++]!;
    const gap = sumA / a.n - sumB / b.n;
    if (gap > above) above = gap;
    else if (-gap > below) below = -gap;
  }
  return { above, below };
}

/**
 * By how much the gaps of the raw values can exceed those of the histograms: the largest share that one bin holds.
 */
export function gapErrorBound(a: NumericHistogram, b: NumericHistogram): number {
  const largest = (h: NumericHistogram): number =>
    h.n === 0 ? 0 : h.counts.reduce((m, c) => Math.max(m, c), 0) / h.n;
  return Math.max(largest(a), largest(b));
}

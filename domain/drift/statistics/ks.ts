import type { NumericHistogram } from '../histogram.ts';
import { histogramGaps } from './gaps.ts';
import { exactTwoSampleP, kolmogorovUpper } from './ks-exact.ts';
import { sampleGaps, sortedFinite } from './sample.ts';

export interface KsResult {
  /** max |F - G|. */
  readonly d: number;
  readonly p: number;
}

/** scipy's limit: samples up to this size get the exact p. */
const exactUpTo = 10_000;

/**
 * The two-sample Kolmogorov-Smirnov test on raw values, two-sided; numbers as scipy's `ks_2samp` gives: the exact p
 * where both samples have at most 10,000 values, else the one-sample distribution at the effective size. Values that
 * are not finite are left out. p is 1 where a sample is empty.
 */
export function ksTwoSample(first: ArrayLike<number>, second: ArrayLike<number>): KsResult {
  const a = sortedFinite(first);
  const b = sortedFinite(second);
  if (a.length === 0 || b.length === 0) return { d: 0, p: 1 };
  const { above, below } = sampleGaps(a, b);
  const d = Math.max(above, below);
  if (Math.max(a.length, b.length) <= exactUpTo) return { d, p: exactTwoSampleP(a.length, b.length, d) };
  return { d, p: kolmogorovUpper(Math.round((a.length * b.length) / (a.length + b.length)), d) };
}

/**
 * The same from histograms. `d` is at most `gapErrorBound` smaller than that of the raw values and never larger; `p`
 * is Stephens' approximation.
 */
export function ksHistograms(a: NumericHistogram, b: NumericHistogram): KsResult {
  const { above, below } = histogramGaps(a, b);
  const d = Math.max(above, below);
  return { d, p: ksP(d, a.n, b.n) };
}

/**
 * p of max |F - G| = d: with s = sqrt(nm/(n+m)) and l = (s + 0.12 + 0.11/s) d, 2 sum (-1)^(j-1) exp(-2 j^2 l^2).
 * Stephens, JRSS B 32 (1970).
 */
export function ksP(d: number, n: number, m: number): number {
  if (n === 0 || m === 0) return 1;
  const s = Math.sqrt((n * m) / (n + m));
  const l = (s + 0.12 + 0.11 / s) * d;
  // Below 0.2 the series converges slowly, to 1.
  if (l < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j += 1) {
    const term = Math.exp(-2 * j * j * l * l);
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-17 * sum) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

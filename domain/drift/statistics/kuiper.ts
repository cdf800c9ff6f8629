import type { NumericHistogram } from '../histogram.ts';
import { histogramGaps } from './gaps.ts';
import { sampleGaps, sortedFinite } from './sample.ts';

export interface KuiperResult {
  /** max (F - G) + max (G - F). */
  readonly v: number;
  readonly p: number;
}

/**
 * Kuiper's two-sample test on raw values: it sees a changed spread, which Kolmogorov-Smirnov misses. p by Stephens.
 */
export function kuiperTwoSample(first: ArrayLike<number>, second: ArrayLike<number>): KuiperResult {
  const a = sortedFinite(first);
  const b = sortedFinite(second);
  if (a.length === 0 || b.length === 0) return { v: 0, p: 1 };
  const { above, below } = sampleGaps(a, b);
  return { v: above + below, p: kuiperP(above + below, a.length, b.length) };
}

/** The same from histograms; `v` is at most twice `gapErrorBound` smaller than that of the raw values. */
export function kuiperHistograms(a: NumericHistogram, b: NumericHistogram): KuiperResult {
  const { above, below } = histogramGaps(a, b);
  return { v: above + below, p: kuiperP(above + below, a.n, b.n) };
}

/**
 * With s = sqrt(nm/(n+m)) and l = (s + 0.155 + 0.24/s) v, p = 2 sum (4 j^2 l^2 - 1) exp(-2 j^2 l^2).
 * Stephens, JRSS B 32 (1970).
 */
export function kuiperP(v: number, n: number, m: number): number {
  if (n === 0 || m === 0) return 1;
  const s = Math.sqrt((n * m) / (n + m));
  const l = (s + 0.155 + 0.24 / s) * v;
  // Below 0.4 the sum is 1 to 15 digits.
  if (l < 0.4) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j += 1) {
    const square = j * j * l * l;
    const term = (4 * square - 1) * Math.exp(-2 * square);
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

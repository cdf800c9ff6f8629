import { binSpan, walkBins, type NumericHistogram } from '../histogram.ts';
import { sortedFinite } from './sample.ts';

/**
 * The first Wasserstein (earth mover's) distance of two samples, in the values' own unit: the area between their
 * distribution functions. As scipy.stats.wasserstein_distance. 0 where a side is empty.
 */
export function wasserstein(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const a = sortedFinite(first);
  const b = sortedFinite(second);
  if (a.length === 0 || b.length === 0) return 0;
  let i = 0;
  let j = 0;
  let area = 0;
  let last = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const x = Math.min(i < a.length ? a[i]! : Infinity, j < b.length ? b[j]! : Infinity);
    area += Math.abs(i / a.length - j / b.length) * (x - last);
    while (i < a.length && a[i]! === x) i += 1;
    while (j < b.length && b[j]! === x) j += 1;
    last = x;
  }
  return area;
}

/**
 * The same from histograms, all values of a bin at its middle: off by at most `wassersteinErrorBound`.
 */
export function wassersteinHistograms(a: NumericHistogram, b: NumericHistogram): number {
  if (a.n === 0 || b.n === 0) return 0;
  // One middle for both sides, so that equal histograms are at distance 0.
  const both: NumericHistogram = {
    ...a,
    min: Math.min(a.min ?? Infinity, b.min ?? Infinity),
    max: Math.max(a.max ?? -Infinity, b.max ?? -Infinity),
  };
  let gap = 0;
  let area = 0;
  let last = Number.NaN;
  walkBins(a, b, (key, ofA, ofB) => {
    const { lower, upper } = binSpan(both, key);
    const middle = lower + (upper - lower) / 2;
    if (!Number.isNaN(last)) area += Math.abs(gap) * (middle - last);
    gap += ofA / a.n - ofB / b.n;
    last = middle;
  });
  return area;
}

/** Every value is at most half a bin from its bin's middle: the mean half width of the bins, of both sides. */
export function wassersteinErrorBound(a: NumericHistogram, b: NumericHistogram): number {
  const halfWidth = (h: NumericHistogram): number =>
    h.keys.reduce((sum, key, i) => {
      const { lower, upper } = binSpan({ ...h, min: null, max: null }, key);
      return sum + ((upper - lower) / 2) * (h.counts[i]! / Math.max(1, h.n));
    }, 0);
  return halfWidth(a) + halfWidth(b);
}

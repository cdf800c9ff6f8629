import type { NumericHistogram } from '../histogram.ts';
import { quantileSorted, sortedFinite } from './sample.ts';

/** Shares below this count as this, so that an empty bin gives a finite PSI; as the common tools do. */
const smallestShare = 1e-4;

/** The population stability index of two lists of shares: sum (q - p) ln(q / p). Symmetric, 0 for equal shares. */
export function psiOfShares(p: readonly number[], q: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < p.length; i += 1) {
    const a = Math.max(p[i]!, smallestShare);
    const b = Math.max(q[i] ?? 0, smallestShare);
    sum += (b - a) * Math.log(b / a);
  }
  return sum;
}

/**
 * The cuts between the reference's decile bins, `bin i = (cuts[i-1], cuts[i]]`. A value that spans several deciles
 * gets a bin of its own, so that a column that is mostly one value can still be seen to move either way.
 */
export function decileCuts(reference: ArrayLike<number>): number[] {
  const sorted = sortedFinite(reference);
  if (sorted.length === 0) return [];
  const cuts = new Set<number>();
  let last = Number.NaN;
  for (let i = 1; i < 10; i += 1) {
    const cut = quantileSorted(sorted, i / 10);
    if (cut === last) cuts.add(nextBelow(cut));
    cuts.add(cut);
    last = cut;
  }
  return [...cuts].sort((a, b) => a - b);
}

/** The share of the finite values in each bin between `cuts`. All 0 for no values. */
export function sharesBetween(values: ArrayLike<number>, cuts: readonly number[]): number[] {
  const counts = new Array<number>(cuts.length + 1).fill(0);
  const sorted = sortedFinite(values);
  let bin = 0;
  for (const x of sorted) {
    while (bin < cuts.length && x > cuts[bin]!) bin += 1;
    counts[bin]! += 1;
  }
  return counts.map((c) => (sorted.length === 0 ? 0 : c / sorted.length));
}

/** PSI on raw values, over the deciles of the reference. 0 where a side is empty. */
export function psi(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const cuts = decileCuts(reference);
  const after = sharesBetween(current, cuts);
  return cuts.length === 0 || after.every((s) => s === 0)
    ? 0
    : psiOfShares(sharesBetween(reference, cuts), after);
}

/** The decile bins of a histogram: the key that ends each bin but the last. */
export function decileKeys(reference: NumericHistogram): number[] {
  const cuts: number[] = [];
  let below = 0;
  let next = 1;
  for (let i = 0; i < reference.keys.length && next < 10; i += 1) {
    const key = reference.keys[i]!;
    const first = next;
    below += reference.counts[i]!;
    while (next < 10 && below >= (next * reference.n) / 10) next += 1;
    if (next - first > 1 && cuts.at(-1) !== key - 1) cuts.push(key - 1);
    if (next > first) cuts.push(key);
  }
  return cuts;
}

/** The share of a histogram's values in each bin between key cuts. */
export function sharesBetweenKeys(h: NumericHistogram, cuts: readonly number[]): number[] {
  const shares = new Array<number>(cuts.length + 1).fill(0);
  let bin = 0;
  for (let i = 0; i < h.keys.length; i += 1) {
    while (bin < cuts.length && h.keys[i]! > cuts[bin]!) bin += 1;
    shares[bin]! += h.counts[i]! / h.n;
  }
  return shares;
}

/**
 * PSI of histograms. No share is approximate: it is exactly the PSI of the raw values over cuts at the upper edges of
 * the bins that hold the reference's decile order statistics (rank ceil(i n / 10)). Each cut is therefore at most
 * 1/256 of its value above that order statistic, where `psi` interpolates between two: for continuous columns of 500
 * rows and more the two differ by less than 0.02 and a tenth of their size (measured in the tests).
 */
export function psiHistograms(reference: NumericHistogram, current: NumericHistogram): number {
  if (reference.n === 0 || current.n === 0) return 0;
  const cuts = decileKeys(reference);
  return psiOfShares(sharesBetweenKeys(reference, cuts), sharesBetweenKeys(current, cuts));
}

const doubles = new Float64Array(1);
const bits = new BigInt64Array(doubles.buffer);

/** The largest double below x. */
function nextBelow(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  doubles[0] = x;
  bits[0] = bits[0]! + (x > 0 ? -1n : 1n);
  return doubles[0];
}

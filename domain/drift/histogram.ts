import * as z from 'zod/mini';
import { binKey, binLower, binUpper, keyOffset } from './float-bin.ts';

const count = z.number().check(z.int(), z.nonnegative());

/**
 * One numeric column, reduced in one pass. Plain JSON; mergeable with any other, in any order.
 * `keys` ascend and belong to `counts`; `m2` is the sum of squared deviations from the mean.
 */
export const numericHistogramSchema = z
  .object({
    kind: z.literal('numeric'),
    /** Finite values. */
    n: count,
    /** NaN and infinite values. */
    missing: count,
    /** Null where there is no value. */
    min: z.nullable(z.number()),
    max: z.nullable(z.number()),
    sum: z.number(),
    m2: z.number().check(z.nonnegative()),
    keys: z.array(z.number().check(z.int())),
    counts: z.array(count),
  })
  .check(
    z.refine((h) => h.keys.length === h.counts.length && h.counts.reduce((a, b) => a + b, 0) === h.n, {
      error: 'as many counts as keys, and counts that add up to n',
    }),
    z.refine((h) => h.keys.every((key, i) => i === 0 || key > h.keys[i - 1]!), { error: 'ascending keys' }),
  );

export interface NumericHistogram {
  readonly kind: 'numeric';
  readonly n: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
  readonly m2: number;
  readonly keys: readonly number[];
  readonly counts: readonly number[];
}

export const emptyHistogram: NumericHistogram = {
  kind: 'numeric',
  n: 0,
  missing: 0,
  min: null,
  max: null,
  sum: 0,
  m2: 0,
  keys: [],
  counts: [],
};

/** Counts are kept in pages of 1,024 bins that are made when first needed: a column touches a handful. */
const pageBits = 10;
const pageSize = 1 << pageBits;

/** Takes values one by one, in constant memory. */
export class HistogramBuilder {
  private readonly pages: (Uint32Array | undefined)[] = new Array<Uint32Array | undefined>(
    (2 * keyOffset) >> pageBits,
  ).fill(undefined);
  private n = 0;
  private missing = 0;
  private min = Infinity;
  private max = -Infinity;
  /** Sums are taken around the first value, so that a large offset does not eat the variance. */
  private pivot = 0;
  private sum = 0;
  private squares = 0;

  add(x: number): void {
    // True for NaN and both infinities.
    if (x - x !== 0) {
      this.missing += 1;
      return;
    }
    const at = binKey(x) + keyOffset;
    let page = this.pages[at >> pageBits];
    if (page === undefined) {
      page = new Uint32Array(pageSize);
      this.pages[at >> pageBits] = page;
    }
    page[at & (pageSize - 1)]! += 1;
    if (this.n === 0) this.pivot = x;
    this.n += 1;
    if (x < this.min) this.min = x;
    if (x > this.max) this.max = x;
    const d = x - this.pivot;
    this.sum += d;
    this.squares += d * d;
  }

  finish(): NumericHistogram {
    const { n, missing } = this;
    if (n === 0) return { ...emptyHistogram, missing };
    const keys: number[] = [];
    const counts: number[] = [];
    this.pages.forEach((page, p) => {
      page?.forEach((c, i) => {
        if (c === 0) return;
        keys.push(p * pageSize + i - keyOffset);
        counts.push(c);
      });
    });
    return {
      kind: 'numeric',
      n,
      missing,
      min: this.min,
      max: this.max,
      sum: this.sum + n * this.pivot,
      m2: Math.max(0, this.squares - (this.sum * this.sum) / n),
      keys,
      counts,
    };
  }
}

/** The histogram of a column in memory. NaN and infinite values count as missing. */
export function histogramOf(values: ArrayLike<number>): NumericHistogram {
  // Sorting a few keys is cheaper than pages; many values are cheaper counted.
  if (values.length > 4 * pageSize) {
    const builder = new HistogramBuilder();
    for (let i = 0; i < values.length; i += 1) builder.add(values[i]!);
    return builder.finish();
  }
  const sorted = new Int32Array(values.length);
  let n = 0;
  let min = Infinity;
  let max = -Infinity;
  let pivot = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i]!;
    if (x - x !== 0) continue;
    if (n === 0) pivot = x;
    sorted[n] = binKey(x);
    n += 1;
    if (x < min) min = x;
    if (x > max) max = x;
    const d = x - pivot;
    sum += d;
    squares += d * d;
  }
  const missing = values.length - n;
  if (n === 0) return { ...emptyHistogram, missing };
  const keys: number[] = [];
  const counts: number[] = [];
  let last = Number.NaN;
  for (const key of sorted.subarray(0, n).sort()) {
    if (key === last) counts[counts.length - 1]! += 1;
    else {
      keys.push(key);
      counts.push(1);
      last = key;
    }
  }
  return {
    kind: 'numeric',
    n,
    missing,
    min,
    max,
    sum: sum + n * pivot,
    m2: Math.max(0, squares - (sum * sum) / n),
    keys,
    counts,
  };
}

/** Both together; moments by Chan, Golub and LeVeque. */
export function mergeHistograms(a: NumericHistogram, b: NumericHistogram): NumericHistogram {
  const missing = a.missing + b.missing;
  if (b.n === 0) return { ...a, missing };
  if (a.n === 0) return { ...b, missing };
  const keys: number[] = [];
  const counts: number[] = [];
  walkBins(a, b, (key, ofA, ofB) => {
    keys.push(key);
    counts.push(ofA + ofB);
  });
  const n = a.n + b.n;
  const apart = b.sum / b.n - a.sum / a.n;
  return {
    kind: 'numeric',
    n,
    missing,
    min: Math.min(a.min ?? Infinity, b.min ?? Infinity),
    max: Math.max(a.max ?? -Infinity, b.max ?? -Infinity),
    sum: a.sum + b.sum,
    m2: a.m2 + b.m2 + (apart * apart * a.n * b.n) / n,
    keys,
    counts,
  };
}

/** Every bin that either has, ascending, with the count of each. */
export function walkBins(
  a: Pick<NumericHistogram, 'keys' | 'counts'>,
  b: Pick<NumericHistogram, 'keys' | 'counts'>,
  visit: (key: number, ofA: number, ofB: number) => void,
): void {
  let i = 0;
  let j = 0;
  while (i < a.keys.length || j < b.keys.length) {
    const ka = i < a.keys.length ? a.keys[i]! : Infinity;
    const kb = j < b.keys.length ? b.keys[j]! : Infinity;
    if (ka < kb) visit(ka, a.counts[i++]!, 0);
    else if (kb < ka) visit(kb, 0, b.counts[j++]!);
    else visit(ka, a.counts[i++]!, b.counts[j++]!);
  }
}

/** NaN where there is no value. */
export const meanOf = (h: NumericHistogram): number => (h.n === 0 ? Number.NaN : h.sum / h.n);

/** Sample standard deviation (n - 1); NaN below two values. */
export const sdOf = (h: NumericHistogram): number => (h.n < 2 ? Number.NaN : Math.sqrt(h.m2 / (h.n - 1)));

/** Share of missing values; 0 for an empty column. */
export const missingRateOf = (h: { readonly n: number; readonly missing: number }): number =>
  h.n + h.missing === 0 ? 0 : h.missing / (h.n + h.missing);

/** The part of bin `key` in which values of `h` can lie. */
export function binSpan(
  h: NumericHistogram,
  key: number,
): { readonly lower: number; readonly upper: number } {
  const lower = Math.max(binLower(key), h.min ?? -Infinity);
  return { lower, upper: Math.max(lower, Math.min(binUpper(key), h.max ?? Infinity)) };
}

/**
 * The value below which a share `q` of the values lies. It lies in the bin of the true order statistic of rank
 * ceil(q n): off by at most the bin's width, 1/256 of the value. NaN where there is no value.
 */
export function quantileOf(h: NumericHistogram, q: number): number {
  if (h.n === 0) return Number.NaN;
  const rank = Math.min(h.n, Math.max(1, Math.ceil(q * h.n)));
  let below = 0;
  for (let i = 0; i < h.keys.length; i += 1) {
    const c = h.counts[i]!;
    if (below + c >= rank) {
      const { lower, upper } = binSpan(h, h.keys[i]!);
      return lower + ((upper - lower) * (rank - below - 0.5)) / c;
    }
    below += c;
  }
  return h.max ?? Number.NaN;
}

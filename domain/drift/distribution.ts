import type { ColumnProfile } from './columns.ts';
import { binSpan, quantileOf, type NumericHistogram } from './histogram.ts';
import type { Distribution } from './report-schema.ts';
import { categoryShares } from './rule.ts';

const binCount = 28;
const categoriesAtMost = 12;
/** Four digits are more than an eye sees. */
const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;

/** Both distributions as coarse shares to draw. Undefined where a side has no value. */
export function distributionOf(
  before: ColumnProfile['values'],
  now: ColumnProfile['values'],
): Distribution | undefined {
  if (before.n === 0 || now.n === 0) return undefined;
  if (before.kind === 'numeric' && now.kind === 'numeric') return numeric(before, now);
  if (before.kind !== 'categorical' || now.kind !== 'categorical') return undefined;
  const shares = categoryShares(before, now);
  if (!shares) return undefined;
  const order = shares.names
    .map((name, i) => ({ name, before: shares.before[i]!, now: shares.now[i]! }))
    .sort((x, y) => y.before + y.now - (x.before + x.now));
  const shown = order.slice(0, categoriesAtMost);
  const rest = order.slice(categoriesAtMost);
  if (rest.length > 0) {
    shown.push({
      name: `${rest.length} others`,
      before: rest.reduce((sum, c) => sum + c.before, 0),
      now: rest.reduce((sum, c) => sum + c.now, 0),
    });
  }
  return {
    kind: 'categorical',
    categories: shown.map(({ name }) => name),
    before: shown.map((c) => Math.min(1, rounded(c.before))),
    now: shown.map((c) => Math.min(1, rounded(c.now))),
  };
}

function numeric(before: NumericHistogram, now: NumericHistogram): Distribution {
  // The outermost hundredth is put into the end bins: one outlier would press everything else together.
  const low = Math.min(quantileOf(before, 0.005), quantileOf(now, 0.005));
  const high = Math.max(quantileOf(before, 0.995), quantileOf(now, 0.995));
  const span = high > low ? high - low : Math.max(Math.abs(low), 1) * 0.02;
  const from = high > low ? low : low - span / 2;
  const edges = Array.from({ length: binCount + 1 }, (_, i) =>
    Number((from + (span * i) / binCount).toPrecision(6)),
  );
  return { kind: 'numeric', edges, before: rebin(before, from, span), now: rebin(now, from, span) };
}

/** Each bin's values are spread evenly over the part of the bin that they can lie in. */
function rebin(h: NumericHistogram, from: number, span: number): number[] {
  const shares = new Array<number>(binCount).fill(0);
  const place = (x: number): number => Math.min(binCount, Math.max(0, ((x - from) / span) * binCount));
  h.keys.forEach((key, i) => {
    const { lower, upper } = binSpan(h, key);
    const share = h.counts[i]! / h.n;
    const start = place(lower);
    const end = place(upper);
    const first = Math.min(binCount - 1, Math.floor(start));
    if (end - start < 1e-9) {
      shares[first]! += share;
      return;
    }
    for (let bin = first; bin < binCount && bin < end; bin += 1) {
      shares[bin]! += (share * (Math.min(end, bin + 1) - Math.max(start, bin))) / (end - start);
    }
  });
  return shares.map((share) => Math.min(1, rounded(share)));
}

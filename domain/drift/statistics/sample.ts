/** The finite values, ascending: what every statistic on raw values starts from. */
export const sortedFinite = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values)
    .filter((x) => Number.isFinite(x))
    .sort();

/**
 * The quantile of ascending values by linear interpolation between order statistics, as numpy's default ("linear").
 * NaN for no values.
 */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const at = q * (n - 1);
  const below = Math.min(n - 1, Math.max(0, Math.floor(at)));
  const low = sorted[below]!;
  const high = sorted[Math.min(n - 1, below + 1)]!;
  const part = at - below;
  // numpy's lerp: from the nearer end, so that q = 1 gives the last value exactly.
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

/** The largest F - G and G - F over all x, of the empirical distribution functions of two ascending samples. */
export function sampleGaps(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { readonly above: number; readonly below: number } {
  let i = 0;
  let j = 0;
  let above = 0;
  let below = 0;
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= x) i += 1;
    while (j < b.length && b[j]! <= x) j += 1;
    const gap = i / a.length - j / b.length;
    if (gap > above) above = gap;
    if (-gap > below) below = -gap;
  }
  return { above, below };
}

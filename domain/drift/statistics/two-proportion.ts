import { normalTwoSided } from './special.ts';

export interface TwoProportionResult {
  readonly z: number;
  readonly p: number;
}

/**
 * The pooled two-sided z test that two shares, `hits` of `total`, are the same. p is 1 where both are all or nothing.
 */
export function twoProportion(
  first: { readonly hits: number; readonly total: number },
  second: { readonly hits: number; readonly total: number },
): TwoProportionResult {
  if (first.total === 0 || second.total === 0) return { z: 0, p: 1 };
  const pooled = (first.hits + second.hits) / (first.total + second.total);
  const variance = pooled * (1 - pooled) * (1 / first.total + 1 / second.total);
  if (variance === 0) return { z: 0, p: 1 };
  const z = (second.hits / second.total - first.hits / first.total) / Math.sqrt(variance);
  return { z, p: normalTwoSided(z) };
}

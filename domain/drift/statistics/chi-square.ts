import { chiSquareUpper } from './special.ts';

export interface ChiSquareResult {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/**
 * Pearson's chi-square test of a table of two rows (how often each category is seen before and now), without
 * continuity correction; as scipy's `chi2_contingency(correction=False)`. Categories that neither has are left out. p
 * is 1 where fewer than two categories or rows are left.
 */
export function chiSquare(first: readonly number[], second: readonly number[]): ChiSquareResult {
  const n = sum(first);
  const m = sum(second);
  let statistic = 0;
  let categories = 0;
  first.forEach((a, i) => {
    const b = second[i] ?? 0;
    const total = a + b;
    if (total === 0 || n === 0 || m === 0) return;
    categories += 1;
    const expectedA = (total * n) / (n + m);
    const expectedB = (total * m) / (n + m);
    statistic += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  });
  const degreesOfFreedom = Math.max(0, categories - 1);
  return {
    statistic,
    degreesOfFreedom,
    p: degreesOfFreedom === 0 ? 1 : chiSquareUpper(statistic, degreesOfFreedom),
  };
}

/**
 * The same columns with the rarest put together until each is expected at least `minimum` times in the smaller row:
 * below about 5 the chi-square tail promises too much (Cochran, Biometrics 10, 1954).
 */
export function poolRare(
  first: readonly number[],
  second: readonly number[],
  minimum = 5,
): { readonly first: readonly number[]; readonly second: readonly number[] } {
  const n = sum(first);
  const m = sum(second);
  const share = n + m === 0 ? 0 : Math.min(n, m) / (n + m);
  const order = first.map((a, i) => ({ a, b: second[i] ?? 0 })).sort((x, y) => x.a + x.b - (y.a + y.b));
  const kept: { a: number; b: number }[] = [];
  let pool = { a: 0, b: 0 };
  for (const { a, b } of order) {
    const poolIsEnough = pool.a + pool.b === 0 || (pool.a + pool.b) * share >= minimum;
    if (poolIsEnough && (a + b) * share >= minimum) kept.push({ a, b });
    else pool = { a: pool.a + a, b: pool.b + b };
  }
  if (pool.a + pool.b > 0) kept.push(pool);
  return { first: kept.map(({ a }) => a), second: kept.map(({ b }) => b) };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

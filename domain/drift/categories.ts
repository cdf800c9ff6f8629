import * as z from 'zod/mini';

const count = z.number().check(z.int(), z.nonnegative());

/** One categorical column, reduced in one pass. Plain JSON; mergeable. Entries are sorted by name. */
export const categoryCountsSchema = z.object({
  kind: z.literal('categorical'),
  n: count,
  missing: count,
  counts: z.array(z.tuple([z.string(), count])),
});

export interface CategoryCounts {
  readonly kind: 'categorical';
  /** Values that are not missing. */
  readonly n: number;
  readonly missing: number;
  /** Pairs, not an object: a category may be called `__proto__` or `1`. */
  readonly counts: readonly (readonly [string, number])[];
}

export function countCategories(values: Iterable<string | null>): CategoryCounts {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of values) {
    if (value === null) missing += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return categoryCounts(counts, missing);
}

export function categoryCounts(counts: ReadonlyMap<string, number>, missing: number): CategoryCounts {
  const entries = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { kind: 'categorical', n: entries.reduce((sum, [, c]) => sum + c, 0), missing, counts: entries };
}

export function mergeCategories(a: CategoryCounts, b: CategoryCounts): CategoryCounts {
  const counts = new Map(a.counts);
  for (const [name, c] of b.counts) counts.set(name, (counts.get(name) ?? 0) + c);
  return categoryCounts(counts, a.missing + b.missing);
}

/** The categories of either, and how often each has them: the two rows of a contingency table. */
export function alignCategories(
  a: CategoryCounts,
  b: CategoryCounts,
): {
  readonly names: readonly string[];
  readonly first: readonly number[];
  readonly second: readonly number[];
} {
  const first = new Map(a.counts);
  const second = new Map(b.counts);
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  return {
    names,
    first: names.map((name) => first.get(name) ?? 0),
    second: names.map((name) => second.get(name) ?? 0),
  };
}

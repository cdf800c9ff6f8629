import { seededRandom } from '../numeric/random.ts';

/**
 * Greedy, the largest group first: each group goes to the side that is left furthest from what it should have of both
 * classes (the idea of scikit-learn's StratifiedGroupKFold).
 * @param shares the part of all rows that each side should have; they sum to 1.
 * @returns the side of each row.
 */
export function dealGroups(
  labels: ArrayLike<number>,
  groups: readonly string[],
  shares: readonly number[],
  seed: number,
): Uint32Array {
  if (groups.length !== labels.length) {
    throw new RangeError(`groups: got ${groups.length}, expected one for each of ${labels.length} rows`);
  }
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const rows = members.get(group);
    if (rows) rows.push(i);
    else members.set(group, [i]);
  });
  const totals = [0, 0];
  for (let i = 0; i < labels.length; i += 1) totals[labels[i]!]! += 1;
  const counts = shares.map(() => [0, 0]);
  const share = new Uint32Array(labels.length);
  const order = seededRandom(seed)
    .shuffle([...members.values()])
    .sort((a, b) => b.length - a.length);
  for (const rows of order) {
    const inGroup = [0, 0];
    for (const row of rows) inGroup[labels[row]!]! += 1;
    let best = 0;
    let bestNeed = Number.NEGATIVE_INFINITY;
    shares.forEach((part, side) => {
      const need = [0, 1].reduce((sum, label) => {
        const total = Math.max(1, totals[label]!);
        return sum + (inGroup[label]! / total) * (part - counts[side]![label]! / total);
      }, 0);
      if (need > bestNeed) {
        bestNeed = need;
        best = side;
      }
    });
    for (const row of rows) share[row] = best;
    counts[best]![0]! += inGroup[0]!;
    counts[best]![1]! += inGroup[1]!;
  }
  return share;
}

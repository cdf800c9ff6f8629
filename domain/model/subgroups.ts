import { classificationMetrics, type ClassificationMetrics } from './metrics.ts';

export interface SubgroupMetrics {
  readonly group: string;
  readonly metrics: ClassificationMetrics;
}

/**
 * The metrics of each group by itself, the largest group first: an average hides a group that is served badly.
 * @param groupOf the group of each row.
 * @throws RangeError where the lengths differ.
 */
export function subgroupMetrics(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  groupOf: readonly string[],
  options: { readonly threshold?: number } = {},
): SubgroupMetrics[] {
  if (groupOf.length !== labels.length) {
    throw new RangeError(`groupOf: got ${groupOf.length}, expected one for each of ${labels.length} labels`);
  }
  const members = new Map<string, number[]>();
  groupOf.forEach((group, row) => {
    const rows = members.get(group);
    if (rows) rows.push(row);
    else members.set(group, [row]);
  });
  return [...members]
    .map(([group, rows]) => ({
      group,
      metrics: classificationMetrics(
        rows.map((row) => labels[row]!),
        rows.map((row) => probabilities[row]!),
        options,
      ),
    }))
    .sort((a, b) => b.metrics.rows - a.metrics.rows || (a.group < b.group ? -1 : 1));
}

/** A point of the ROC curve: at this threshold and above, rows are called positive. */
export interface RocPoint {
  /** Null for the first point, where nothing is called positive. */
  readonly threshold: number | null;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** Row indices by falling probability. */
function byFallingScore(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  return order.sort((a, b) => scores[b]! - scores[a]!);
}

/**
 * Area under the ROC curve: the share of (positive, negative) pairs with the positive one scored higher, ties counting
 * one half (Mann-Whitney). Null where a class is absent.
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  const order = byFallingScore(scores);
  let positives = 0;
  let negatives = 0;
  let pairs = 0;
  for (let i = 0; i < order.length;) {
    const score = scores[order[i]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; i < order.length && scores[order[i]!] === score; i += 1) {
      if (labels[order[i]!] === 1) tiedPositives += 1;
      else tiedNegatives += 1;
    }
    pairs += tiedNegatives * (positives + tiedPositives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : null;
}

/**
 * The ROC curve from (0, 0) to (1, 1), corners only (points on a straight line are left out), thinned evenly to at most
 * `maxPoints`. Empty where a class is absent.
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>, maxPoints = 101): RocPoint[] {
  const order = byFallingScore(scores);
  const counts: { threshold: number | null; fp: number; tp: number }[] = [{ threshold: null, fp: 0, tp: 0 }];
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < order.length;) {
    const threshold = scores[order[i]!]!;
    for (; i < order.length && scores[order[i]!] === threshold; i += 1) {
      if (labels[order[i]!] === 1) tp += 1;
      else fp += 1;
    }
    counts.push({ threshold, fp, tp });
  }
  if (tp === 0 || fp === 0) return [];
  const corners = counts.filter((point, i) => {
    const before = counts[i - 1];
    const after = counts[i + 1];
    if (!before || !after) return true;
    return (point.fp - before.fp) * (after.tp - point.tp) !== (after.fp - point.fp) * (point.tp - before.tp);
  });
  return thin(corners, maxPoints).map((point) => ({
    threshold: point.threshold,
    falsePositiveRate: point.fp / fp,
    truePositiveRate: point.tp / tp,
  }));
}

function thin<T>(points: readonly T[], maxPoints: number): readonly T[] {
  const wanted = Math.max(2, maxPoints);
  if (points.length <= wanted) return points;
  const last = points.length - 1;
  return Array.from({ length: wanted }, (_, i) => points[Math.round((i * last) / (wanted - 1))]!);
}

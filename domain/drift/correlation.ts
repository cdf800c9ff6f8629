import type { JointReference, JointWindow } from './joint.ts';
import { windowFisherZ } from './joint.ts';

export interface CorrelationChange {
  /** The column whose correlations with the others changed most. */
  readonly column: string;
  /** The partner with which it changed most, and that correlation before and now. */
  readonly partner: string;
  readonly before: number;
  readonly now: number;
  /** The largest change in standard errors of a normal sample. */
  readonly sigmas: number;
}

/**
 * Which column no longer goes with the others: the one with the largest sum of squared changes of its Fisher z, since
 * a column that comes apart changes all of its pairs and its partners change one each.
 * @param except columns whose pairs do not count: they moved by themselves, which changes correlations near 1 as
 * well.
 * @returns undefined below four rows, where Fisher's z has no standard error, and where no pair is left.
 */
export function correlationChange(
  reference: JointReference,
  window: JointWindow,
  except: ReadonlySet<string> = new Set(),
): CorrelationChange | undefined {
  if (window.rows < 4 || reference.rows < 4) return undefined;
  const counts = reference.columns.map((name) => !except.has(name));
  if (counts.filter(Boolean).length < 2) return undefined;
  const width = reference.columns.length;
  const now = windowFisherZ(window);
  const total = new Float64Array(width);
  const largest = new Float64Array(width);
  const partner = new Int32Array(width);
  const pair = new Int32Array(width);
  let at = 0;
  for (let i = 1; i < width; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const change = counts[i]! && counts[j]! ? Math.abs(now[at]! - reference.fisherZ[at]!) : 0;
      for (const [k, other] of [
        [i, j],
        [j, i],
      ] as const) {
        total[k]! += change * change;
        if (change < largest[k]!) continue;
        largest[k] = change;
        partner[k] = other;
        pair[k] = at;
      }
      at += 1;
    }
  }
  const moved = total.indexOf(Math.max(...total));
  const error = Math.sqrt(1 / (reference.rows - 3) + 1 / (window.rows - 3));
  return {
    column: reference.columns[moved]!,
    partner: reference.columns[partner[moved]!]!,
    before: Math.tanh(reference.fisherZ[pair[moved]!]!),
    now: Math.tanh(now[pair[moved]!]!),
    sigmas: largest[moved]! / error,
  };
}

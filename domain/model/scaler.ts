import type { FeatureMatrix } from './matrix.ts';

/** What brings each feature to mean 0 and standard deviation 1. */
export interface StandardScaler {
  readonly mean: Float64Array;
  /** Of the population (divided by n), as scikit-learn's StandardScaler; 1 for a constant feature. */
  readonly sd: Float64Array;
}

/** Mean and standard deviation of each column over `rows`, missing values (NaN) left out; two passes, so exact enough for any offset. */
export function fitScaler(matrix: FeatureMatrix, rows: readonly number[]): StandardScaler {
  const { columnCount: p, values } = matrix;
  const mean = new Float64Array(p);
  const sd = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    let count = 0;
    let sum = 0;
    for (const i of rows) {
      const x = values[i * p + j]!;
      if (Number.isNaN(x)) continue;
      count += 1;
      sum += x;
    }
    const m = count > 0 ? sum / count : 0;
    let squares = 0;
    for (const i of rows) {
      const d = values[i * p + j]! - m;
      if (!Number.isNaN(d)) squares += d * d;
    }
    const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
    mean[j] = m;
    // A constant column leaves rounding noise of its mean; dividing by it would blow that up to ones.
    sd[j] = deviation > 1e-12 * Math.abs(m) ? deviation : 1;
  }
  return { mean, sd };
}

/** The scaled rows as a matrix of their own; a missing value becomes 0, the training mean. */
export function scaleRows(
  matrix: FeatureMatrix,
  rows: readonly number[],
  scaler: StandardScaler,
): Float64Array {
  const { columnCount: p, values } = matrix;
  const scaled = new Float64Array(rows.length * p);
  let at = 0;
  for (const i of rows) {
    for (let j = 0; j < p; j += 1, at += 1) {
      const z = (values[i * p + j]! - scaler.mean[j]!) / scaler.sd[j]!;
      scaled[at] = Number.isNaN(z) ? 0 : z;
    }
  }
  return scaled;
}

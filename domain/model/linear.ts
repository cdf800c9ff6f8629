import { sigmoid } from '../numeric/logistic.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import type { FeatureMatrix } from './matrix.ts';
import { fitScaler, scaleRows } from './scaler.ts';

/** Scaler and logistic regression in one: log-odds = intercept + sum coefficient * (x - mean) / sd. */
export interface LinearModel {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** In units of standard deviations. */
  readonly coefficients: Float64Array;
  /** The log-odds at the training mean. */
  readonly intercept: number;
  readonly iterations: number;
}

/**
 * Fits scaler and classifier on `rows` of the matrix: what a fold holds out is not seen by either.
 * @param C inverse strength of the L2 penalty, as in scikit-learn.
 * @throws TrainingError (see fitLogisticRegression).
 */
export function fitLinearModel(
  matrix: FeatureMatrix,
  labels: Uint8Array,
  rows: readonly number[],
  C: number,
): LinearModel {
  const scaler = fitScaler(matrix, rows);
  const fit = fitLogisticRegression(
    scaleRows(matrix, rows, scaler),
    rows.map((i) => labels[i]!),
    matrix.columnCount,
    { l2: 1 / C },
  );
  return { ...scaler, ...fit };
}

/** P(positive) of one row of the matrix; a missing value counts as the training mean. */
export function linearProbability(model: LinearModel, matrix: FeatureMatrix, row: number): number {
  const { columnCount: p, values } = matrix;
  let z = model.intercept;
  for (let j = 0; j < p; j += 1) {
    const d = values[row * p + j]! - model.mean[j]!;
    if (!Number.isNaN(d)) z += (model.coefficients[j]! / model.sd[j]!) * d;
  }
  return sigmoid(z);
}

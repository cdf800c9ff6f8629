import type { Split } from '../dataset/split.ts';
import { fitLinearModel, linearProbability } from './linear.ts';
import type { FeatureMatrix } from './matrix.ts';
import { classificationMetrics, type ClassificationMetrics } from './metrics.ts';

export interface CrossValidation {
  /** For each row the P(positive) of the model that did not see it; NaN for a row in no fold's test side. */
  readonly probabilities: Float64Array;
  /** One for each fold, on its test side. */
  readonly folds: readonly ClassificationMetrics[];
  /**
   * Over all predicted rows, but for rocAuc, which is the mean over the folds that have one: scores of different models
   * are not comparable with one another (Forman & Scholz 2010, "Apples-to-apples in cross-validation studies").
   */
  readonly metrics: ClassificationMetrics;
}

/**
 * Trains once for each fold and predicts its test side.
 * @throws TrainingError where a fold cannot be trained.
 */
export function crossValidate(
  matrix: FeatureMatrix,
  labels: Uint8Array,
  folds: readonly Split[],
  options: { readonly C: number; readonly threshold?: number },
): CrossValidation {
  const threshold = options.threshold ?? 0.5;
  const metricsOf = (rows: readonly number[]): ClassificationMetrics =>
    classificationMetrics(
      rows.map((row) => labels[row]!),
      rows.map((row) => probabilities[row]!),
      { threshold },
    );
  const probabilities = new Float64Array(matrix.rowCount).fill(Number.NaN);
  const perFold = folds.map(({ train, test }) => {
    const model = fitLinearModel(matrix, labels, train, options.C);
    for (const row of test) probabilities[row] = linearProbability(model, matrix, row);
    return metricsOf(test);
  });
  const areas = perFold.flatMap(({ rocAuc }) => (rocAuc === null ? [] : [rocAuc]));
  const rocAuc = areas.length > 0 ? areas.reduce((sum, area) => sum + area, 0) / areas.length : null;
  return {
    probabilities,
    folds: perFold,
    metrics: { ...metricsOf(folds.flatMap(({ test }) => test)), rocAuc },
  };
}

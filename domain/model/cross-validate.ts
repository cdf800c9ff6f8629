import type { Split } from '../dataset/split.ts';
import { fitLinearModel, linearProbability } from './linear.ts';
import type { FeatureMatrix } from './matrix.ts';
import { classificationMetrics, type ClassificationMetrics } from './metrics.ts';

export interface CrossValidation {
  /** For each row the P(positive) of the model that did not see it; NaN for a row in no fold's test side. */
  readonly probabilities: Float64Array;
  /** One for each fold, on its test side. */
  readonly folds: readonly ClassificationMetrics[];
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
  const probabilities = new Float64Array(matrix.rowCount).fill(Number.NaN);
  const perFold = folds.map(({ train, test }) => {
    const model = fitLinearModel(matrix, labels, train, options.C);
    for (const row of test) probabilities[row] = linearProbability(model, matrix, row);
    return classificationMetrics(
      Uint8Array.from(test, (row) => labels[row]!),
      Float64Array.from(test, (row) => probabilities[row]!),
      { threshold: options.threshold ?? 0.5 },
    );
  });
  return { probabilities, folds: perFold };
}

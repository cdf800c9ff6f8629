import { sigmoid } from '../../numeric/logistic.ts';
import { layOut } from '../columns.ts';
import type { LogisticRegressionModel } from '../portable-model.ts';
import type { KindOfScorer, Score } from './score.ts';

/**
 * Of a linear model the Shapley values against the training mean are exact and closed: coefficient * (x - mean) / sd
 * (Lundberg & Lee 2017, corollary 1); a missing value counts as the mean and moves nothing. Base: the log-odds at the
 * training mean.
 */
export function linearScorer(model: LogisticRegressionModel): KindOfScorer {
  const { features, intercept, decisionThreshold } = model;
  const { featureCount, columnCount, featureOf, mean, sd, fill } = layOut(features);
  const slope = Float64Array.from(model.coefficients, (coefficient, c) => coefficient / sd[c]!);
  /** Computing never waits for anything, so that one buffer is enough. */
  const columns = new Float64Array(columnCount);

  const finished = (logOdds: number): Score => {
    const probability = sigmoid(logOdds);
    return { logOdds, probability, prediction: probability >= decisionThreshold ? 1 : 0 };
  };
  return {
    explains: 'log-odds',
    score(vector) {
      fill(vector, columns);
      let logOdds = intercept;
      for (let c = 0; c < columnCount; c += 1) {
        const d = columns[c]! - mean[c]!;
        if (d === d) logOdds += slope[c]! * d; // NaN is unequal to itself: the fastest test for it.
      }
      return finished(logOdds);
    },
    explain(vector) {
      fill(vector, columns);
      const contributions = new Float64Array(featureCount);
      for (let c = 0; c < columnCount; c += 1) {
        const d = columns[c]! - mean[c]!;
        if (d === d) contributions[featureOf[c]!]! += slope[c]! * d;
      }
      const logOdds = contributions.reduce((sum, contribution) => sum + contribution, intercept);
      return { ...finished(logOdds), base: intercept, contributions };
    },
  };
}

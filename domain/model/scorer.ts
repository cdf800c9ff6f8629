import { sigmoid } from '../numeric/logistic.ts';
import type { Table } from '../dataset/table.ts';
import { featureMatrix } from './matrix.ts';
import type { PortableModel } from './portable-model.ts';

export interface Score {
  readonly logOdds: number;
  /** P(positive class). */
  readonly probability: number;
  readonly prediction: 0 | 1;
}

/** What moved one prediction: base + sum of contributions = log-odds. */
export interface Explanation extends Score {
  /** The log-odds at the training mean. */
  readonly base: number;
  /** Shapley values in log-odds, in the order of the features. */
  readonly contributions: Float64Array;
}

/** A model ready to score. Inputs are vectors in the order of `featureNames`; NaN is a missing value. */
export interface Scorer {
  readonly featureNames: readonly string[];
  /** @throws RangeError for a vector of another length or an infinite value. */
  score(features: Float64Array): Score;
  /** @throws RangeError as score does. */
  explain(features: Float64Array): Explanation;
}

/**
 * Prepares a model for scoring. Of a linear model the Shapley values against the training mean are exact and closed:
 * coefficient * (x - mean) / sd (Lundberg & Lee 2017, corollary 1); a missing value counts as the mean and moves nothing.
 */
export function compileScorer(model: PortableModel): Scorer {
  const { features, intercept, decisionThreshold } = model;
  const p = features.length;
  const featureNames = features.map(({ name }) => name);
  const mean = Float64Array.from(features, (feature) => feature.mean);
  const slope = Float64Array.from(features, (feature, j) => model.coefficients[j]! / feature.sd);

  const finished = (logOdds: number): Score => {
    const probability = sigmoid(logOdds);
    return { logOdds, probability, prediction: probability >= decisionThreshold ? 1 : 0 };
  };
  const check = (vector: Float64Array, logOdds: number): void => {
    if (vector.length !== p) {
      throw new RangeError(`features: got ${vector.length}, expected ${p}, in the order of the model`);
    }
    if (Number.isFinite(logOdds)) return;
    const infinite = featureNames.filter((_, j) => Math.abs(vector[j]!) === Number.POSITIVE_INFINITY);
    throw new RangeError(`features ${infinite.join(', ')}: got infinite values, expected finite ones or NaN`);
  };

  return {
    featureNames,
    score(vector) {
      let logOdds = intercept;
      for (let j = 0; j < p; j += 1) {
        const d = vector[j]! - mean[j]!;
        if (d === d) logOdds += slope[j]! * d; // NaN is unequal to itself: the fastest test for it.
      }
      check(vector, logOdds);
      return finished(logOdds);
    },
    explain(vector) {
      const contributions = new Float64Array(p);
      let logOdds = intercept;
      for (let j = 0; j < p; j += 1) {
        const d = vector[j]! - mean[j]!;
        if (d === d) {
          contributions[j] = slope[j]! * d;
          logOdds += contributions[j]!;
        }
      }
      check(vector, logOdds);
      return { ...finished(logOdds), base: intercept, contributions };
    },
  };
}

export interface NamedContribution {
  readonly feature: string;
  readonly contribution: number;
}

/** The contributions with their names, the largest effect first; all of them, or the first `limit`. */
export const rankContributions = (
  featureNames: readonly string[],
  contributions: Float64Array,
  limit = featureNames.length,
): NamedContribution[] =>
  featureNames
    .map((feature, j) => ({ feature, contribution: contributions[j]! }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, limit);

/**
 * P(positive) for each row of a table; its columns are found by name.
 * @throws InvalidInputError naming each feature of the model that the table lacks.
 */
export function scoreTable(model: PortableModel, table: Table, what = 'table'): Float64Array {
  const scorer = compileScorer(model);
  const { columnCount: p, values } = featureMatrix(table, scorer.featureNames, what);
  return Float64Array.from(
    { length: table.rowCount },
    (_, i) => scorer.score(values.subarray(i * p, (i + 1) * p)).probability,
  );
}

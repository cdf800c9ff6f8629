import { sigmoid } from '../../numeric/logistic.ts';
import { layOut } from '../columns.ts';
import type { SvmModel } from '../portable-model.ts';
import { permutationShapley } from './permutation-shapley.ts';
import type { KindOfScorer, Score } from './score.ts';

// Looked up once: the kernel calls it for every support vector.
const { exp } = Math;

/**
 * Scaled columns (a missing value is the training mean, 0), their principal components, a Gaussian kernel, Platt's
 * sigmoid. Explanations are Shapley values against the training mean, by sampled orders of the features (see
 * permutationShapley): an estimate for each feature, while base and contributions add up to the log-odds.
 */
export function svmScorer(model: SvmModel): KindOfScorer {
  const { features, decisionThreshold, gamma, pca, dualCoefficients } = model;
  const { a, b } = model.calibration;
  const { featureCount, columnCount, featureOf, mean, sd, fill } = layOut(features);
  const width = pca?.components.length ?? columnCount;
  const vectors = Float64Array.from(model.supportVectors.flat());
  const dual = Float64Array.from(dualCoefficients);
  /** Where the training mean lies: the components start from it, the columns' own zero being what PCA centred. */
  const origin = new Float64Array(width);
  /** By column, then component: what one standard deviation of the column adds. */
  const direction = new Float64Array(columnCount * width);
  for (let k = 0; k < width; k += 1) {
    for (let c = 0; c < columnCount; c += 1) {
      const weight = pca ? pca.components[k]![c]! : k === c ? 1 : 0;
      direction[c * width + k] = weight;
      if (pca) origin[k]! -= weight * pca.mean[c]!;
    }
  }
  const columns = new Float64Array(columnCount);
  const point = new Float64Array(width);

  const decide = (at: Float64Array): number => {
    let decision = model.intercept;
    for (let v = 0, i = 0; v < dual.length; v += 1) {
      let squares = 0;
      for (let k = 0; k < width; k += 1, i += 1) {
        const d = at[k]! - vectors[i]!;
        squares += d * d;
      }
      decision += dual[v]! * exp(-gamma * squares);
    }
    return decision;
  };
  const logOddsAt = (at: Float64Array): number => -(a * decide(at) + b);
  const finished = (logOdds: number): Score => {
    const probability = sigmoid(logOdds);
    return { logOdds, probability, prediction: probability >= decisionThreshold ? 1 : 0 };
  };
  /** Adds what one column has over its mean; with `pca` in as many components as there are. */
  const addColumn = (c: number, to: Float64Array, row: number): void => {
    const z = (columns[c]! - mean[c]!) / sd[c]!;
    if (z !== z) return;
    if (!pca) {
      to[row + c]! += z;
      return;
    }
    for (let k = 0; k < width; k += 1) to[row + k]! += z * direction[c * width + k]!;
  };
  const base = logOddsAt(origin);

  return {
    explains: 'log-odds',
    score(vector) {
      fill(vector, columns);
      point.set(origin);
      for (let c = 0; c < columnCount; c += 1) addColumn(c, point, 0);
      return finished(logOddsAt(point));
    },
    explain(vector) {
      fill(vector, columns);
      /** By feature, then component: what the feature adds to the point. */
      const steps = new Float64Array(featureCount * width);
      for (let c = 0; c < columnCount; c += 1) addColumn(c, steps, featureOf[c]! * width);
      const contributions = permutationShapley({ origin, steps, base, valueAt: logOddsAt });
      const logOdds = contributions.reduce((sum, contribution) => sum + contribution, base);
      return { ...finished(logOdds), base, contributions };
    },
  };
}

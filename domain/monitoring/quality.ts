import { classificationMetrics, type ClassificationMetrics } from '../model/metrics.ts';
import type { Prediction } from '../serving/prediction.ts';

export interface Labelled {
  readonly probability: number;
  readonly prediction: 0 | 1;
  readonly diagnosis: 0 | 1;
}

/** The predictions that have a diagnosis. */
export const labelled = (predictions: readonly Prediction[]): Labelled[] =>
  predictions.flatMap(({ probability, prediction, diagnosis }) =>
    diagnosis === undefined ? [] : [{ probability, prediction, diagnosis }],
  );

/** How good predictions of one version were, by what was found afterwards. */
export const qualityOf = (rows: readonly Labelled[]): ClassificationMetrics =>
  classificationMetrics(
    rows.map(({ diagnosis }) => diagnosis),
    rows.map(({ probability }) => probability),
    { threshold: thresholdOf(rows) },
  );

/**
 * A threshold that calls positive what the version called positive: its own is not kept with a prediction, and the use
 * case's may have changed since. All predictions of one version share one, so the smallest positive probability serves.
 */
function thresholdOf(rows: readonly Labelled[]): number {
  const positive = rows.filter(({ prediction }) => prediction === 1);
  return positive.reduce((least, { probability }) => Math.min(least, probability), 1 + Number.EPSILON);
}

/** Percentage points, rounded to a thousandth: 97.0 % to 92.0 % is 5, not 5.000000000000004. */
export const dropPoints = (before: number, after: number): number => Math.round((before - after) * 1e5) / 1e3;

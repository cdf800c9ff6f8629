import { metricNames, type MetricName } from '../usecase/schema.ts';
import { calibrationError, reliabilityBins } from './calibration.ts';
import { rocAuc } from './roc.ts';

export interface ConfusionMatrix {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** How good predictions were. A metric is null where it is not defined: recall without a positive row, for instance. */
export interface ClassificationMetrics extends Readonly<Record<MetricName, number | null>> {
  readonly rows: number;
  readonly positives: number;
  /** Probability from which on a row was called positive. */
  readonly threshold: number;
  readonly confusion: ConfusionMatrix;
  readonly accuracy: number | null;
  readonly precision: number | null;
  /** Sensitivity: the share of positive rows that were found. */
  readonly recall: number | null;
  /** The share of negative rows that were left alone. */
  readonly specificity: number | null;
  readonly f1: number | null;
  readonly rocAuc: number | null;
  /** Mean squared difference between probability and outcome. */
  readonly brier: number | null;
  /** Mean of -log of the probability given to what was true, kept 2^-52 away from 0 and 1 as scikit-learn does. */
  readonly logLoss: number | null;
  /** Expected calibration error over ten bins of equal width. */
  readonly calibrationError: number | null;
}

/** Metrics where less is better. */
export const lowerIsBetter: ReadonlySet<MetricName> = new Set(['brier', 'logLoss', 'calibrationError']);

/**
 * All metrics of one set of predictions.
 * @param labels 0 or 1 for each row.
 * @param probabilities P(positive) for each row.
 * @throws RangeError where the two differ in length or a probability is not from 0 to 1.
 */
export function classificationMetrics(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: { readonly threshold?: number } = {},
): ClassificationMetrics {
  const rows = labels.length;
  if (probabilities.length !== rows) {
    throw new RangeError(
      `probabilities: got ${probabilities.length}, expected one for each of ${rows} labels`,
    );
  }
  const threshold = options.threshold ?? 0.5;
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  let squares = 0;
  let logs = 0;
  for (let i = 0; i < rows; i += 1) {
    const p = probabilities[i]!;
    if (!(p >= 0 && p <= 1)) throw new RangeError(`probabilities[${i}]: expected a number from 0 to 1`);
    const positive = labels[i] === 1;
    if (p >= threshold) counts[positive ? 'truePositives' : 'falsePositives'] += 1;
    else counts[positive ? 'falseNegatives' : 'trueNegatives'] += 1;
    squares += (p - labels[i]!) ** 2;
    logs -= Math.log(inside(positive ? p : 1 - p));
  }
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = counts;
  return {
    rows,
    positives: tp + fn,
    threshold,
    confusion: counts,
    accuracy: share(tp + tn, rows),
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    specificity: share(tn, tn + fp),
    f1: share(2 * tp, 2 * tp + fp + fn),
    rocAuc: rocAuc(labels, probabilities),
    brier: share(squares, rows),
    logLoss: share(logs, rows),
    calibrationError: rows > 0 ? calibrationError(reliabilityBins(labels, probabilities)) : null,
  };
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const inside = (p: number): number => Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p));

/** The defined metrics by name, for registries, payloads and gates. */
export function metricValues(metrics: ClassificationMetrics): Partial<Record<MetricName, number>> {
  const values: Partial<Record<MetricName, number>> = {};
  for (const name of metricNames) {
    const value = metrics[name];
    if (value !== null) values[name] = value;
  }
  return values;
}

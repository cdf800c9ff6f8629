import { logit } from '../numeric/logistic.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import { TrainingError } from './errors.ts';

/** One bar of a reliability diagram. */
export interface ReliabilityBin {
  /** More than this, but for the first bin ... */
  readonly from: number;
  /** ... up to and with this. */
  readonly to: number;
  readonly rows: number;
  readonly meanProbability: number;
  /** Share of the rows that were positive. */
  readonly observedRate: number;
}

export interface Calibration {
  /** Bins with at least one row, ascending. */
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean |observed - predicted| over the bins, weighted by rows. */
  readonly error: number;
  /** Of logit P(y = 1) = intercept + slope * logit p: 1 is right, under 1 too sure. Null where rows are separated or of one class. */
  readonly slope: number | null;
  /** Of the same: 0 is right. */
  readonly intercept: number | null;
}

/** Cox's recalibration is a fit of two numbers; fewer rows than this would only show noise. */
const fewestRowsForSlope = 20;

/** How far predicted probabilities are from observed rates, in `bins` bins of equal width (Naeini et al. 2015; Cox 1958). */
export function calibration(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: { readonly bins?: number } = {},
): Calibration {
  const bins = reliabilityBins(labels, probabilities, options.bins ?? 10);
  const line = recalibrationLine(labels, probabilities);
  return { bins, error: calibrationError(bins), ...line };
}

/** Bins are right-closed, as in scikit-learn's calibration_curve. */
export function reliabilityBins(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  binCount = 10,
): ReliabilityBin[] {
  const rows = new Float64Array(binCount);
  const sums = new Float64Array(binCount);
  const positives = new Float64Array(binCount);
  const step = 1 / binCount;
  for (let i = 0; i < labels.length; i += 1) {
    const p = probabilities[i]!;
    let bin = Math.min(binCount - 1, Math.max(0, Math.floor(p * binCount)));
    // The product rounds: settle by the edges themselves.
    while (bin > 0 && p <= bin * step) bin -= 1;
    while (bin < binCount - 1 && p > (bin + 1) * step) bin += 1;
    rows[bin]! += 1;
    sums[bin]! += p;
    positives[bin]! += labels[i]!;
  }
  return Array.from(rows, (count, bin) => ({
    from: bin * step,
    to: (bin + 1) * step,
    rows: count,
    meanProbability: sums[bin]! / count,
    observedRate: positives[bin]! / count,
  })).filter((bin) => bin.rows > 0);
}

/** Expected calibration error of reliability bins; 0 for none. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const gaps = bins.reduce(
    (sum, bin) => sum + bin.rows * Math.abs(bin.observedRate - bin.meanProbability),
    0,
  );
  return total > 0 ? gaps / total : 0;
}

function recalibrationLine(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): Pick<Calibration, 'slope' | 'intercept'> {
  if (labels.length < fewestRowsForSlope) return { slope: null, intercept: null };
  const x = Float64Array.from(probabilities, logit);
  try {
    const fit = fitLogisticRegression(x, labels, 1, { l2: 0 });
    return { slope: fit.coefficients[0]!, intercept: fit.intercept };
  } catch (error) {
    if (error instanceof TrainingError) return { slope: null, intercept: null };
    throw error;
  }
}

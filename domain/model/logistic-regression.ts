import { choleskyFactor, choleskySolve } from '../numeric/cholesky.ts';
import { sigmoid, softplus } from '../numeric/logistic.ts';
import { TrainingError } from './errors.ts';

export interface LogisticFit {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly iterations: number;
}

export interface LogisticOptions {
  /** Strength of the L2 penalty l2/2 * |w|^2; 1/C in scikit-learn's terms. 0: none. The intercept is never penalised. */
  readonly l2: number;
  /** Newton steps; a fit that needs more has a defect. Default 100, a healthy one takes under 15. */
  readonly maxIterations?: number;
}

/** Done when no coefficient moved by more than this: the next step would move them by about its square. */
const stepTolerance = 1e-8;
/** Mean log loss below which an unpenalised fit has separated the classes: it could only go on growing. */
const separatedLoss = 1e-6;

/**
 * Logistic regression by iteratively reweighted least squares (Newton's method): minimises
 * sum log(1 + exp(-s_i (w'x_i + b))) + l2/2 |w|^2 with s = +1/-1. A step that does not lower the loss is halved.
 * @param x rows of `p` numbers, scaled; the result is in the same scale.
 * @param labels 0 or 1 for each row.
 * @throws TrainingError for one class only, separated or collinear features without a penalty, no convergence.
 */
export function fitLogisticRegression(
  x: Float64Array,
  labels: ArrayLike<number>,
  p: number,
  options: LogisticOptions,
): LogisticFit {
  const { l2, maxIterations = 100 } = options;
  if (!(l2 >= 0 && Number.isFinite(l2))) {
    throw new RangeError(`l2: got ${l2}, expected a finite number of at least 0`);
  }
  const n = labels.length;
  let positives = 0;
  for (let i = 0; i < n; i += 1) positives += labels[i]!;
  if (positives === 0 || positives === n) {
    throw new TrainingError(
      `logistic regression: got ${n} rows with ${positives} positive, expected rows of both classes; add rows of the other class`,
    );
  }

  // Parameters: the p coefficients, then the intercept, which starts at the log-odds of the whole.
  let theta = new Float64Array(p + 1);
  theta[p] = Math.log(positives / (n - positives));
  let loss = penalisedLoss(x, labels, p, theta, l2);
  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const step = newtonStep(x, labels, p, theta, l2);
    const tried = lineSearch(step, theta, loss, (t) => penalisedLoss(x, labels, p, t, l2));
    const moved = tried.scale * maxAbs(step);
    theta = tried.theta;
    loss = tried.loss;
    if (l2 === 0 && loss / n < separatedLoss) {
      throw new TrainingError(
        'logistic regression: the features separate the classes completely, so coefficients grow without end; use a penalty (a finite C)',
      );
    }
    if (moved <= stepTolerance) {
      return { coefficients: theta.slice(0, p), intercept: theta[p]!, iterations: iteration };
    }
  }
  throw new TrainingError(
    `logistic regression: no convergence in ${maxIterations} iterations with C = ${1 / l2}; use a smaller C, or drop features that repeat each other`,
  );
}

function logOddsOf(x: Float64Array, p: number, row: number, theta: Float64Array): number {
  let z = theta[p]!;
  for (let j = 0, at = row * p; j < p; j += 1, at += 1) z += theta[j]! * x[at]!;
  return z;
}

function penalisedLoss(
  x: Float64Array,
  labels: ArrayLike<number>,
  p: number,
  theta: Float64Array,
  l2: number,
): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const z = logOddsOf(x, p, i, theta);
    loss += softplus(labels[i] === 1 ? -z : z);
  }
  for (let j = 0; j < p; j += 1) loss += (l2 / 2) * theta[j]! * theta[j]!;
  return loss;
}

/** Solves H s = -g for gradient g and Hessian H = X'SX + l2 I, S = diag(q (1 - q)). */
function newtonStep(
  x: Float64Array,
  labels: ArrayLike<number>,
  p: number,
  theta: Float64Array,
  l2: number,
): Float64Array {
  const m = p + 1;
  const hessian = new Float64Array(m * m);
  const step = new Float64Array(m);
  for (let i = 0; i < labels.length; i += 1) {
    const q = sigmoid(logOddsOf(x, p, i, theta));
    const residual = labels[i]! - q;
    const weight = q * (1 - q);
    const row = i * p;
    for (let j = 0; j < p; j += 1) {
      const xj = x[row + j]!;
      step[j]! += residual * xj;
      const weighted = weight * xj;
      const at = j * m;
      for (let k = 0; k <= j; k += 1) hessian[at + k]! += weighted * x[row + k]!;
      hessian[p * m + j]! += weighted;
    }
    step[p]! += residual;
    hessian[p * m + p]! += weight;
  }
  for (let j = 0; j < p; j += 1) {
    step[j]! -= l2 * theta[j]!;
    hessian[j * m + j]! += l2;
  }
  if (!choleskyFactor(hessian, m)) {
    throw new TrainingError(
      'logistic regression: features repeat each other or separate the classes, so that the coefficients are not determined; use a penalty (a smaller C) or drop features',
    );
  }
  choleskySolve(hessian, m, step);
  return step;
}

function lineSearch(
  step: Float64Array,
  theta: Float64Array,
  loss: number,
  lossOf: (theta: Float64Array) => number,
): { readonly theta: Float64Array<ArrayBuffer>; readonly loss: number; readonly scale: number } {
  // Near the minimum rounding alone may raise the loss in its last digits.
  const allowed = loss + 1e-12 * Math.abs(loss);
  let scale = 1;
  for (;;) {
    const tried = Float64Array.from(theta, (value, j) => value + scale * step[j]!);
    const triedLoss = lossOf(tried);
    if (triedLoss <= allowed) return { theta: tried, loss: triedLoss, scale };
    if (scale < 1e-10) return { theta: Float64Array.from(theta), loss, scale: 0 };
    scale /= 2;
  }
}

function maxAbs(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

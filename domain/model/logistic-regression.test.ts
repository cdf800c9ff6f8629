import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../numeric/random.ts';
import { sigmoid } from '../numeric/logistic.ts';
import { TrainingError } from './errors.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import { fitScaler, scaleRows } from './scaler.ts';

function simulated(seed: number, n: number, p: number): { x: Float64Array; labels: number[] } {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: n * p }, random.normal);
  const truth = Array.from({ length: p }, random.normal);
  const labels = Array.from({ length: n }, (_, i) => {
    const z = truth.reduce((sum, w, j) => sum + w * x[i * p + j]!, 0.5);
    return random.next() < sigmoid(z) ? 1 : 0;
  });
  // Both classes, whatever chance says.
  labels[0] = 0;
  labels[1] = 1;
  return { x, labels };
}

describe('fitLogisticRegression', () => {
  test('is at the minimum: the gradient of the penalised loss is zero', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (seed, p, l2) => {
          const { x, labels } = simulated(seed, 60, p);
          const { coefficients, intercept } = fitLogisticRegression(x, labels, p, { l2 });
          const gradient = new Float64Array(p + 1);
          labels.forEach((label, i) => {
            const z = coefficients.reduce((sum, w, j) => sum + w * x[i * p + j]!, intercept);
            const residual = sigmoid(z) - label;
            for (let j = 0; j < p; j += 1) gradient[j]! += residual * x[i * p + j]!;
            gradient[p]! += residual;
          });
          coefficients.forEach((w, j) => (gradient[j]! += l2 * w));
          for (const g of gradient) expect(Math.abs(g)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('without features that tell anything, the intercept is the log-odds of the whole', () => {
    const { intercept } = fitLogisticRegression(new Float64Array(4), [1, 0, 0, 0], 1, { l2: 1 });
    expect(intercept).toBeCloseTo(Math.log(1 / 3), 12);
  });

  test.each([
    ['rows of one class only', [1, 1, 1, 1], 1, /got 4 rows with 4 positive, expected rows of both classes/],
    ['no rows', [], 1, /got 0 rows/],
    ['separated classes without a penalty', [0, 0, 1, 1], 0, /separate the classes/],
  ])('%s: an error that says what to do', (_, labels, l2, message) => {
    const x = Float64Array.from(labels, (_label, i) => i - 1.5);
    const fit = () => fitLogisticRegression(x, labels, 1, { l2 });
    expect(fit).toThrow(TrainingError);
    expect(fit).toThrow(message);
  });

  test('separated classes with a penalty converge', () => {
    const { coefficients } = fitLogisticRegression(Float64Array.of(-2, -1, 1, 2), [0, 0, 1, 1], 1, {
      l2: 0.01,
    });
    expect(coefficients[0]).toBeGreaterThan(1);
  });

  test('features that repeat each other: undetermined without a penalty, shared with one', () => {
    const { x, labels } = simulated(4, 50, 1);
    const twice = Float64Array.from({ length: 100 }, (_, i) => x[i >> 1]!);
    expect(() => fitLogisticRegression(twice, labels, 2, { l2: 0 })).toThrow(/repeat each other/);
    const { coefficients } = fitLogisticRegression(twice, labels, 2, { l2: 1 });
    expect(coefficients[0]).toBeCloseTo(coefficients[1]!, 8);
  });

  test('too few iterations are an error, never a half-trained model', () => {
    const { x, labels } = simulated(1, 50, 3);
    expect(() => fitLogisticRegression(x, labels, 3, { l2: 1, maxIterations: 2 })).toThrow(
      /no convergence in 2 iterations with C = 1/,
    );
  });
});

describe('scaler', () => {
  test('mean 0 and deviation 1 over the rows asked for; missing is the mean; a constant stays', () => {
    const values = Float64Array.of(1, 7, 3, 7, Number.NaN, 7, 100, 7);
    const matrix = { rowCount: 4, columnCount: 2, values };
    const scaler = fitScaler(matrix, [0, 1, 2]);
    expect([...scaler.mean]).toEqual([2, 7]);
    expect([...scaler.sd]).toEqual([1, 1]);
    expect([...scaleRows(matrix, [0, 1, 2, 3], scaler)]).toEqual([-1, 0, 1, 0, 0, 0, 98, 0]);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calibration } from './calibration.ts';
import { classificationMetrics, metricValues } from './metrics.ts';
import { rocAuc, rocCurve } from './roc.ts';
import { subgroupMetrics } from './subgroups.ts';
import { seededRandom } from '../numeric/random.ts';

const predictions = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 10 })), {
    minLength: 2,
    maxLength: 60,
  })
  .map((rows) => ({ labels: rows.map(([label]) => label), probabilities: rows.map(([, p]) => p / 10) }));

describe('classificationMetrics', () => {
  test('a case worked by hand', () => {
    const metrics = classificationMetrics([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.6, 0.2, 0.1]);
    expect(metrics).toMatchObject({
      rows: 6,
      positives: 3,
      confusion: { truePositives: 2, falsePositives: 1, trueNegatives: 2, falseNegatives: 1 },
    });
    const expected = {
      accuracy: 4 / 6,
      precision: 2 / 3,
      recall: 2 / 3,
      specificity: 2 / 3,
      f1: 2 / 3,
      rocAuc: 8 / 9,
      brier: (0.01 + 0.04 + 0.49 + 0.36 + 0.04 + 0.01) / 6,
      logLoss: -Math.log(0.9 * 0.8 * 0.3 * 0.4 * 0.8 * 0.9) / 6,
      calibrationError: (0.1 + 0.2 + 0.7 + 0.6 + 0.2 + 0.1) / 6,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(metricValues(metrics)).toHaveProperty(name, expect.closeTo(value, 12));
    }
  });

  test('what is not defined is null, and left out of the values', () => {
    const metrics = classificationMetrics([0, 0], [0.1, 0.2]);
    expect(metrics).toMatchObject({ precision: null, recall: null, f1: null, rocAuc: null, specificity: 1 });
    expect(Object.keys(metricValues(metrics)).sort()).toEqual([
      'accuracy',
      'brier',
      'calibrationError',
      'logLoss',
      'specificity',
    ]);
    expect(classificationMetrics([], [])).toMatchObject({
      accuracy: null,
      brier: null,
      calibrationError: null,
    });
  });

  test('the threshold itself is positive; certain and wrong is finite', () => {
    expect(classificationMetrics([1], [0.3], { threshold: 0.3 }).recall).toBe(1);
    expect(classificationMetrics([1], [0]).logLoss).toBeCloseTo(-Math.log(Number.EPSILON), 9);
  });

  test('what is no probability, or too many of them, is an error', () => {
    expect(() => classificationMetrics([1], [1.1])).toThrow(RangeError);
    expect(() => classificationMetrics([1], [Number.NaN])).toThrow(RangeError);
    expect(() => classificationMetrics([1], [0.5, 0.5])).toThrow(RangeError);
  });
});

describe('ROC', () => {
  test('the area is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities }) => {
        let pairs = 0;
        let right = 0;
        labels.forEach((a, i) => {
          labels.forEach((b, j) => {
            if (a !== 1 || b !== 0) return;
            pairs += 1;
            right +=
              probabilities[i]! > probabilities[j]! ? 1 : probabilities[i] === probabilities[j] ? 0.5 : 0;
          });
        });
        expect(rocAuc(labels, probabilities)).toBe(pairs === 0 ? null : right / pairs);
      }),
    );
  });

  test('the curve rises from (0, 0) to (1, 1), encloses the area, and is as short as asked', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities }) => {
        const curve = rocCurve(labels, probabilities);
        const expected = rocAuc(labels, probabilities);
        if (expected === null) {
          expect(curve).toEqual([]);
          return;
        }
        expect(curve[0]).toEqual({ threshold: null, falsePositiveRate: 0, truePositiveRate: 0 });
        expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
        const area = curve.slice(1).reduce((sum, to, i) => {
          const from = curve[i]!;
          expect(to.falsePositiveRate).toBeGreaterThanOrEqual(from.falsePositiveRate);
          return (
            sum +
            ((to.falsePositiveRate - from.falsePositiveRate) *
              (to.truePositiveRate + from.truePositiveRate)) /
              2
          );
        }, 0);
        expect(area).toBeCloseTo(expected, 9);
      }),
    );
    const random = seededRandom(1);
    const labels = Array.from({ length: 5_000 }, () => random.below(2));
    const curve = rocCurve(labels, labels.map(random.next), 50);
    expect(curve).toHaveLength(50);
    expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
  });
});

describe('calibration', () => {
  const random = seededRandom(5);
  const truth = Array.from({ length: 20_000 }, () => 0.02 + 0.96 * random.next());
  const labels = truth.map((p) => (random.next() < p ? 1 : 0));

  test('true probabilities: slope 1, intercept 0, error near 0', () => {
    const { slope, intercept, error, bins } = calibration(labels, truth);
    expect(Math.abs(slope! - 1)).toBeLessThan(0.06);
    expect(Math.abs(intercept!)).toBeLessThan(0.06);
    expect(error).toBeLessThan(0.02);
    expect(bins).toHaveLength(10);
    expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(labels.length);
  });

  test('too sure by a factor of two: slope one half', () => {
    const sure = truth.map((p) => 1 / (1 + ((1 - p) / p) ** 2));
    const { slope, error } = calibration(labels, sure);
    expect(Math.abs(slope! - 0.5)).toBeLessThan(0.03);
    expect(error).toBeGreaterThan(0.05);
  });

  test('separated or few rows have bins but no line', () => {
    const half = Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    const separated = half.map((label, i) => 0.3 + 0.4 * label + i / 1_000);
    expect(calibration(half, separated)).toMatchObject({ slope: null, intercept: null });
    expect(calibration([1, 0], [0.5, 0.5])).toMatchObject({ error: 0, slope: null });
    expect(calibration([], [])).toEqual({ bins: [], error: 0, slope: null, intercept: null });
  });
});

test('subgroups: each by itself, the largest first', () => {
  const groups = subgroupMetrics([1, 1, 0, 1, 0], [0.9, 0.2, 0.1, 0.8, 0.3], ['f', 'm', 'f', 'f', 'm']);
  expect(groups.map(({ group, metrics }) => [group, metrics.rows, metrics.recall])).toEqual([
    ['f', 3, 1],
    ['m', 2, 0],
  ]);
  expect(() => subgroupMetrics([1], [0.5], [])).toThrow(RangeError);
});

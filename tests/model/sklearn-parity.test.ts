import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { calibration } from '../../domain/model/calibration.ts';
import { stratifiedFolds, type Split } from '../../domain/dataset/split.ts';
import { crossValidate } from '../../domain/model/cross-validate.ts';
import { featureMatrix } from '../../domain/model/matrix.ts';
import { classificationMetrics } from '../../domain/model/metrics.ts';
import { rocCurve } from '../../domain/model/roc.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { pythonOrSkip } from '../support/python.ts';
import { wisconsin, wisconsinCsv } from './wisconsin.ts';

interface SklearnMetrics {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly specificity: number;
  readonly f1: number;
  readonly rocAuc: number;
  readonly brier: number;
  readonly logLoss: number;
  readonly confusion: readonly [[number, number], [number, number]];
  readonly calibrationRates: readonly number[];
  readonly calibrationMeans: readonly number[];
  readonly curve: readonly [number[], number[]];
}
type OutOfFold = Readonly<Record<'lbfgs' | 'newton', number[]>>;
interface Reference {
  readonly defaultFolds: Split[];
  readonly given: OutOfFold;
  readonly own: OutOfFold;
  readonly metrics: SklearnMetrics;
  readonly tied: SklearnMetrics;
}

const python = pythonOrSkip('tabular');
const C = 1;
const data = wisconsin();
const matrix = featureMatrix(
  data.table,
  breastCancer.data.features.map(({ name }) => name),
);
const ourFolds = stratifiedFolds(data.labels, { folds: 5, seed: 7 });
const ours = crossValidate(matrix, data.labels, ourFolds, { C });
/** Only 21 different values, so that ties are everywhere and many lie on the edge of a calibration bin. */
const tied = ours.probabilities.map((p) => Math.round(p * 20) / 20);

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((gap, value, i) => Math.max(gap, Math.abs(value - b[i]!)), 0);

(python ? describe : describe.skip)('as scikit-learn, on the Wisconsin table', () => {
  let reference: Reference;
  beforeAll(() => {
    const asked = {
      csv: wisconsinCsv,
      C,
      folds: ourFolds,
      probabilities: [...ours.probabilities],
      tied: [...tied],
    };
    const answer = execFileSync(python!, [path.join(import.meta.dirname, 'sklearn_reference.py')], {
      input: JSON.stringify(asked),
      encoding: 'utf8',
      maxBuffer: 16 * 2 ** 20,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    reference = JSON.parse(answer) as Reference;
  }, 120_000);

  test('probabilities for our folds: within 1e-5 of its default solver, 1e-10 of its Newton solver', () => {
    expect(largestGap(ours.probabilities, reference.given.lbfgs)).toBeLessThan(1e-5);
    expect(largestGap(ours.probabilities, reference.given.newton)).toBeLessThan(1e-10);
  });

  test("probabilities for the folds of cross_val_score's default, and what they reach", () => {
    const theirs = crossValidate(matrix, data.labels, reference.defaultFolds, { C });
    expect(largestGap(theirs.probabilities, reference.own.lbfgs)).toBeLessThan(1e-5);
    expect(largestGap(theirs.probabilities, reference.own.newton)).toBeLessThan(1e-10);
    console.log(
      `Wisconsin, 5 folds: accuracy ${theirs.metrics.accuracy}, ROC-AUC ${theirs.metrics.rocAuc} (mean over the folds); ` +
        `largest gap to scikit-learn ${largestGap(theirs.probabilities, reference.own.lbfgs)}`,
    );
    expect(theirs.metrics.accuracy).toBeGreaterThanOrEqual(0.977);
    expect(theirs.metrics.rocAuc).toBeGreaterThanOrEqual(0.995);
  });

  test.each([
    ['probabilities as they are', 'metrics', ours.probabilities],
    ['probabilities with many ties', 'tied', tied],
  ] as const)('metrics, calibration and ROC curve of %s, within 1e-9', (_, key, probabilities) => {
    const got = classificationMetrics(data.labels, probabilities);
    const expected = reference[key];
    const names = [
      'accuracy',
      'precision',
      'recall',
      'specificity',
      'f1',
      'rocAuc',
      'brier',
      'logLoss',
    ] as const;
    for (const name of names) {
      expect({ name, gap: Math.abs(got[name]! - expected[name]) < 1e-9 }).toEqual({ name, gap: true });
    }
    const { trueNegatives, falsePositives, falseNegatives, truePositives } = got.confusion;
    expect([
      [trueNegatives, falsePositives],
      [falseNegatives, truePositives],
    ]).toEqual(expected.confusion);

    const { bins } = calibration(data.labels, probabilities);
    expect(bins).toHaveLength(expected.calibrationRates.length);
    expect(
      largestGap(
        bins.map((bin) => bin.observedRate),
        expected.calibrationRates,
      ),
    ).toBeLessThan(1e-9);
    expect(
      largestGap(
        bins.map((bin) => bin.meanProbability),
        expected.calibrationMeans,
      ),
    ).toBeLessThan(1e-9);

    const curve = rocCurve(data.labels, probabilities, 1_000);
    const [falsePositiveRates, truePositiveRates] = expected.curve;
    for (const point of curve) {
      const i = falsePositiveRates.findIndex(
        (rate, k) =>
          Math.abs(rate - point.falsePositiveRate) < 1e-9 &&
          Math.abs(truePositiveRates[k]! - point.truePositiveRate) < 1e-9,
      );
      expect(i).toBeGreaterThanOrEqual(0);
    }
    const area = curve.slice(1).reduce((sum, point, i) => {
      const before = curve[i]!;
      const width = point.falsePositiveRate - before.falsePositiveRate;
      return sum + (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
    }, 0);
    expect(Math.abs(area - expected.rocAuc)).toBeLessThan(1e-9);
  });
});

test('whatever the folds: the mean over 20 seeds of the use case itself', () => {
  const { C: itsC } = breastCancer.model.hyperparameters;
  const runs = Array.from({ length: 20 }, (_, seed) => {
    const folds = stratifiedFolds(data.labels, { folds: 5, seed });
    return crossValidate(matrix, data.labels, folds, { C: itsC }).metrics;
  });
  const mean = (name: 'accuracy' | 'rocAuc'): number =>
    runs.reduce((sum, run) => sum + run[name]! / runs.length, 0);
  console.log(`20 x 5 folds, C = ${itsC}: accuracy ${mean('accuracy')}, ROC-AUC ${mean('rocAuc')}`);
  expect(mean('accuracy')).toBeGreaterThanOrEqual(0.977);
  expect(mean('rocAuc')).toBeGreaterThanOrEqual(0.995);
});

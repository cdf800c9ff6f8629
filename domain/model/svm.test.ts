import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonOf } from '../../tests/support/model-files.ts';
import { seededRandom } from '../numeric/random.ts';
import { parseModel, serializeModel, type SvmModel } from './portable-model.ts';
import { compileScorer } from './scorer.ts';

const p = 6;
const random = seededRandom(11);
const row = (length: number): number[] => Array.from({ length }, () => random.normal());
const model: SvmModel = {
  ...commonOf(
    Array.from({ length: p }, (_, j) => ({ name: `f${j}`, kind: 'numeric', mean: j, sd: 1 + j / 2 })),
  ),
  kind: 'svm',
  pca: { mean: row(p).map((x) => x / 100), components: [row(p), row(p), row(p)] },
  gamma: 0.2,
  supportVectors: Array.from({ length: 20 }, () => row(3)),
  dualCoefficients: row(20),
  intercept: 0.3,
  calibration: { a: -1.7, b: 0.2 },
};
const scorer = compileScorer(model);

/** Straight from the formulas, without the scorer's shortcuts. */
function logOddsByFormula(x: readonly number[]): number {
  const { pca, calibration } = model;
  const z = x.map((value, j) => (Number.isNaN(value) ? 0 : (value - j) / (1 + j / 2)));
  const t = pca!.components.map((axis) => axis.reduce((sum, w, j) => sum + w * (z[j]! - pca!.mean[j]!), 0));
  const decision = model.supportVectors.reduce((sum, vector, v) => {
    const squares = vector.reduce((total, s, k) => total + (t[k]! - s) ** 2, 0);
    return sum + model.dualCoefficients[v]! * Math.exp(-model.gamma * squares);
  }, model.intercept);
  return -(calibration.a * decision + calibration.b);
}

/** By the definition, over all subsets of known features; what is not known is at the training mean. */
function shapleyByEnumeration(x: readonly number[]): number[] {
  const valueOf = (known: number): number =>
    logOddsByFormula(x.map((value, j) => (known & (1 << j) ? value : Number.NaN)));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let known = 0; known < 1 << p; known += 1) {
      if (known & (1 << j)) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(p - size - 1)) / factorial(p);
      sum += weight * (valueOf(known | (1 << j)) - valueOf(known));
    }
    return sum;
  });
}

const inputs = fc.array(fc.oneof(fc.double({ min: -8, max: 8, noNaN: true }), fc.constant(Number.NaN)), {
  minLength: p,
  maxLength: p,
});

describe('support vector machine', () => {
  test('scores as the formulas say; what is missing is the mean', () => {
    fc.assert(
      fc.property(inputs, (x) => {
        const { logOdds, probability } = scorer.score(Float64Array.from(x));
        expect(logOdds).toBeCloseTo(logOddsByFormula(x), 10);
        expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12);
      }),
    );
  });

  test('without components the support vectors lie among the scaled features', () => {
    const { pca: _, ...rest } = model;
    const plain = compileScorer({ ...rest, supportVectors: [row(p)], dualCoefficients: [2] });
    const identity = {
      mean: new Array<number>(p).fill(0),
      components: Array.from({ length: p }, (_, k) =>
        Array.from({ length: p }, (__, j) => (k === j ? 1 : 0)),
      ),
    };
    const vectors = [row(p)];
    const [one, same] = [rest, { ...rest, pca: identity }].map((each) =>
      compileScorer({ ...each, supportVectors: vectors, dualCoefficients: [2] }),
    );
    const x = Float64Array.from(row(p));
    expect(one!.score(x).logOdds).toBeCloseTo(same!.score(x).logOdds, 12);
    expect(plain.explain(x).contributions).toHaveLength(p);
  });

  test('contributions add up, are the same each time, and nothing is credited with nothing', () => {
    fc.assert(
      fc.property(inputs, (x) => {
        const vector = Float64Array.from(x);
        const { base, contributions, logOdds } = scorer.explain(vector);
        expect(base).toBeCloseTo(logOddsByFormula(new Array<number>(p).fill(Number.NaN)), 10);
        expect(contributions.reduce((sum, c) => sum + c, base)).toBeCloseTo(scorer.score(vector).logOdds, 9);
        expect(logOdds).toBeCloseTo(scorer.score(vector).logOdds, 9);
        expect([...scorer.explain(vector).contributions]).toEqual([...contributions]);
        x.forEach((value, j) => {
          if (Number.isNaN(value) || value === j) expect(contributions[j]).toBe(0);
        });
      }),
    );
  });

  test('sampled orders come near the exact Shapley values', () => {
    const gaps: number[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      const x = row(p).map((value, j) => j + 2 * value);
      const { contributions } = scorer.explain(Float64Array.from(x));
      shapleyByEnumeration(x).forEach((exact, j) => {
        gaps.push(Math.abs(exact - contributions[j]!));
        sizes.push(Math.abs(exact));
      });
    }
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    console.log(`sampled Shapley values: mean error ${mean(gaps)}, mean size ${mean(sizes)}`);
    expect(mean(gaps)).toBeLessThan(0.1 * mean(sizes));
  });

  test.each([
    [
      'a support vector too short',
      { supportVectors: [...model.supportVectors.slice(1), [1]] },
      /supportVectors\[19\]: .* 3 numbers, one for each component/,
    ],
    [
      'a coefficient too few',
      { dualCoefficients: [1] },
      /dualCoefficients: .* one for each of 20 support vectors/,
    ],
    [
      'a component too short',
      { pca: { mean: row(p), components: [row(p), [1], row(p)] } },
      /pca\.components\[1\]: /,
    ],
    ['a mean too short', { pca: { mean: [1], components: model.pca!.components } }, /pca\.mean: /],
    ['no width', { gamma: 0 }, /gamma: got 0, expected more than 0/],
  ])('%s is refused with its place', (_, change, message) => {
    expect(() => parseModel(serializeModel({ ...model, ...change }))).toThrow(message);
  });

  test('reads back as it was written', () => {
    expect(parseModel(serializeModel(model))).toEqual(model);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInputError } from '../validation/parse.ts';
import { parseModel, serializeModel, type PortableModel } from './portable-model.ts';
import { compileScorer, rankContributions, scoreTable } from './scorer.ts';

const model: PortableModel = {
  schemaVersion: 1,
  kind: 'logistic-regression',
  trainedAt: '2026-01-02T03:04:05.000Z',
  trainingRows: 10,
  dataHash: 'ab'.repeat(32),
  target: 'diagnosis',
  targetNames: ['benign', 'malignant'],
  decisionThreshold: 0.5,
  hyperparameters: { C: 1, seed: 7, folds: 5 },
  metrics: { method: '5-fold cross-validation', rows: 10, positives: 4, values: { accuracy: 0.9 } },
  features: [
    { name: 'radius', kind: 'numeric', unit: 'mm', mean: 10, sd: 2 },
    { name: 'texture', kind: 'numeric', mean: -1, sd: 0.5 },
  ],
  coefficients: [1.5, -0.25],
  intercept: 0.1,
};
const written = (change: object): string => JSON.stringify({ ...model, ...change });

describe('model file', () => {
  test('reads back as it was written', () => {
    expect(parseModel(serializeModel(model))).toEqual(model);
  });

  test.each([
    ['an empty file', '', /got nothing, expected a whole model file/],
    ['a truncated file', serializeModel(model).slice(0, 200), /JSON that breaks off after \d+ characters/],
    ['another format', 'PK\u0003\u0004', /text that is no JSON/],
    ['a list', '[]', /model file: /],
    [
      'a newer schema',
      written({ schemaVersion: 2 }),
      /schemaVersion: got 2, expected 1, which this program reads/,
    ],
    [
      'no schema version',
      written({ schemaVersion: undefined }),
      /schemaVersion: got nothing, expected one of 1/,
    ],
    ['another kind', written({ kind: 'oracle' }), /kind: /],
    [
      'a coefficient too few',
      written({ coefficients: [1] }),
      /coefficients: got an array of 1, expected one coefficient for each of 2 features/,
    ],
    ['an infinite coefficient', serializeModel(model).replace('1.5', '1e999'), /coefficients\[0\]: /],
    ['no intercept', written({ intercept: null }), /intercept: got null/],
    [
      'a deviation of zero',
      written({ features: [{ ...model.features[0], sd: 0 }, model.features[1]] }),
      /features\[0\]\.sd: got 0, expected more than 0/,
    ],
    [
      'a feature twice',
      written({ features: [model.features[0], model.features[0]] }),
      /features\[1\]\.name: .* a name that no other feature has/,
    ],
    ['a misspelt field', written({ treshold: 0.4 }), /treshold: got an unknown field/],
    ['a hash that is none', written({ dataHash: 'abc' }), /dataHash: /],
  ])('%s: one message that says what', (_, text, message) => {
    const parse = () => parseModel(text);
    expect(parse).toThrow(InvalidInputError);
    expect(parse).toThrow(message);
  });
});

describe('scorer', () => {
  const scorer = compileScorer(model);

  test('a case worked by hand', () => {
    const score = scorer.score(Float64Array.of(14, 0));
    // 0.1 + 1.5 * (14 - 10)/2 - 0.25 * (0 + 1)/0.5
    expect(score.logOdds).toBeCloseTo(2.6, 12);
    expect(score.probability).toBeCloseTo(1 / (1 + Math.exp(-2.6)), 12);
    expect(score.prediction).toBe(1);
    expect(
      compileScorer({ ...model, decisionThreshold: 0.95 }).score(Float64Array.of(14, 0)).prediction,
    ).toBe(0);
  });

  test('a probability at the threshold is positive, as in the metrics', () => {
    const even = compileScorer({ ...model, intercept: 0 });
    expect(even.score(Float64Array.of(10, -1))).toEqual({ logOdds: 0, probability: 0.5, prediction: 1 });
  });

  test('Shapley values: base and contributions add up to the log-odds; the mean and what is missing move nothing', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN));
    const linear = fc.record({
      coefficients: fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 5 }),
      intercept: fc.double({ min: -10, max: 10, noNaN: true }),
      mean: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 5, maxLength: 5 }),
      sd: fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 5, maxLength: 5 }),
      x: fc.array(value, { minLength: 5, maxLength: 5 }),
    });
    fc.assert(
      fc.property(linear, ({ coefficients, intercept, mean, sd, x }) => {
        const features = mean.map((m, j) => ({
          name: `f${j}`,
          kind: 'numeric' as const,
          mean: m,
          sd: sd[j]!,
        }));
        const compiled = compileScorer({ ...model, features, coefficients, intercept });
        const vector = Float64Array.from(x);
        const { base, contributions, logOdds } = compiled.explain(vector);
        expect(base + 0).toBe(intercept + 0);
        // + 0 makes -0 and 0 one.
        expect(contributions.reduce((sum, c) => sum + c, base) + 0).toBe(logOdds + 0);
        expect(compiled.score(vector).logOdds + 0).toBe(logOdds + 0);
        x.forEach((xj, j) => {
          // Exact: what swapping this feature alone for its mean would take away.
          const swapped = compiled.score(vector.with(j, mean[j]!)).logOdds;
          const tolerance = 1e-9 * (1 + Math.abs(logOdds) + Math.abs(swapped) + Math.abs(contributions[j]!));
          expect(Math.abs(logOdds - swapped - contributions[j]!)).toBeLessThan(tolerance * 1e3);
          if (Number.isNaN(xj)) expect(contributions[j]! + 0).toBe(0);
        });
      }),
    );
  });

  test('the largest effect first', () => {
    expect(rankContributions(['a', 'b', 'c'], Float64Array.of(0.1, -2, 1), 2)).toEqual([
      { feature: 'b', contribution: -2 },
      { feature: 'c', contribution: 1 },
    ]);
  });

  test('a vector that does not fit is an error without its values', () => {
    expect(() => scorer.score(Float64Array.of(1))).toThrow('features: got 1, expected 2');
    expect(() => scorer.explain(Float64Array.of(1, 2, 3))).toThrow(RangeError);
    expect(() => scorer.explain(Float64Array.of(1, Number.POSITIVE_INFINITY))).toThrow(
      'feature texture: got an infinite value',
    );
  });

  test('a table is scored by the names of its columns', () => {
    const columns = [
      { name: 'other', kind: 'categorical', values: ['x'] },
      { name: 'texture', kind: 'numeric', values: Float64Array.of(0) },
      { name: 'radius', kind: 'numeric', values: Float64Array.of(14) },
    ] as const;
    const expected = scorer.score(Float64Array.of(14, 0)).probability;
    expect([...scoreTable(model, { rowCount: 1, columns })]).toEqual([expected]);
    expect(() => scoreTable(model, { rowCount: 1, columns: columns.slice(0, 2) }, 'new.csv')).toThrow(
      'new.csv: radius: got no column of this name, expected a numeric column',
    );
  });
});

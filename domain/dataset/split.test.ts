import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DatasetError } from './errors.ts';
import { stratifiedFolds, stratifiedSplit } from './split.ts';

const labelled = fc
  .tuple(fc.integer({ min: 10, max: 120 }), fc.integer({ min: 10, max: 120 }))
  .map(([negatives, positives]) => [
    ...Array<number>(negatives).fill(0),
    ...Array<number>(positives).fill(1),
  ]);
const seeds = fc.integer();
const count = (rows: readonly number[], labels: readonly number[], label: number): number =>
  rows.filter((row) => labels[row] === label).length;
const everyRow = (labels: readonly number[]): number[] => labels.map((_, i) => i);
const together = (...parts: (readonly number[])[]): number[] => parts.flat().sort((a, b) => a - b);

describe('stratifiedSplit', () => {
  test('every row once, each class in its share, by seed alone', () => {
    fc.assert(
      fc.property(
        labelled,
        seeds,
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (labels, seed, testFraction) => {
          const split = stratifiedSplit(labels, { testFraction, seed });
          expect(together(split.train, split.test)).toEqual(everyRow(labels));
          for (const label of [0, 1]) {
            const wanted = testFraction * labels.filter((l) => l === label).length;
            expect(Math.abs(count(split.test, labels, label) - wanted)).toBeLessThanOrEqual(1);
          }
          expect(stratifiedSplit(labels, { testFraction, seed })).toEqual(split);
        },
      ),
    );
  });

  test('another seed, other rows', () => {
    const labels = Array.from({ length: 100 }, (_, i) => i % 2);
    expect(stratifiedSplit(labels, { testFraction: 0.3, seed: 1 })).not.toEqual(
      stratifiedSplit(labels, { testFraction: 0.3, seed: 2 }),
    );
  });

  test('what cannot be split is an error', () => {
    expect(() => stratifiedSplit([0, 1], { testFraction: 1, seed: 1 })).toThrow(RangeError);
    expect(() => stratifiedSplit([0], { testFraction: 0.5, seed: 1 })).toThrow(DatasetError);
    expect(() => stratifiedSplit([], { testFraction: 0.5, seed: 1 })).toThrow(DatasetError);
    expect(() => stratifiedSplit([0, 1], { testFraction: 0.5, seed: 1, groups: ['a'] })).toThrow(RangeError);
  });
});

describe('stratifiedFolds', () => {
  test('each row is tested once; sizes and classes differ by one at most', () => {
    fc.assert(
      fc.property(labelled, seeds, fc.integer({ min: 2, max: 10 }), (labels, seed, folds) => {
        const splits = stratifiedFolds(labels, { folds, seed });
        expect(together(...splits.map(({ test }) => test))).toEqual(everyRow(labels));
        for (const { train, test } of splits) expect(together(train, test)).toEqual(everyRow(labels));
        const spread = (numbers: number[]): number => Math.max(...numbers) - Math.min(...numbers);
        expect(spread(splits.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
        for (const label of [0, 1]) {
          expect(spread(splits.map(({ test }) => count(test, labels, label)))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('too few rows of a class: the message says which and what to do', () => {
    expect(() => stratifiedFolds([0, 0, 0, 1], { folds: 3, seed: 1 })).toThrow(
      new DatasetError(
        'folds: class 1 has 1 rows, expected at least 3, one for each fold; collect more rows or use fewer folds',
      ),
    );
    expect(() => stratifiedFolds([0, 1], { folds: 1, seed: 1 })).toThrow(RangeError);
  });
});

describe('groups', () => {
  test('a patient is never on both sides, and classes stay near their share', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const labels = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 1 : 0));
        const groups = labels.map((_, i) => `patient-${Math.floor(i / 3)}`);
        const { train, test } = stratifiedSplit(labels, { testFraction: 0.25, seed, groups });
        const trained = new Set(train.map((row) => groups[row]));
        expect(test.some((row) => trained.has(groups[row]))).toBe(false);
        expect(Math.abs(test.length - 75)).toBeLessThanOrEqual(3);
        const folds = stratifiedFolds(labels, { folds: 5, seed, groups });
        for (const fold of folds) {
          expect(Math.abs(fold.test.length - 60)).toBeLessThanOrEqual(3);
          expect(Math.abs(count(fold.test, labels, 1) - 20)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

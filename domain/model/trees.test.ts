import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonOf, numericFeatures, stump } from '../../tests/support/model-files.ts';
import { seededRandom } from '../numeric/random.ts';
import type { Tree } from './file/trees.ts';
import { parseModel, serializeModel, type TreeModel } from './portable-model.ts';
import { compileScorer } from './scorer.ts';

const featureCount = 5;
const xgboost = (trees: Tree[], baseMargin = 0): TreeModel => ({
  ...commonOf(numericFeatures(featureCount)),
  kind: 'xgboost',
  baseMargin,
  trees,
});
const forest = (trees: Tree[]): TreeModel => ({
  ...commonOf(numericFeatures(featureCount)),
  kind: 'random-forest',
  trees,
});
const vector = (first: number): Float64Array => Float64Array.of(first, 0, 0, 0, 0);

/** A random tree whose covers add up, as trained ones do; the same column may come again on the way down. */
function randomTree(seed: number): Tree {
  const random = seededRandom(seed);
  const tree: Tree = {
    left: [],
    right: [],
    column: [],
    threshold: [],
    missingLeft: [],
    value: [],
    cover: [],
  };
  const grow = (depth: number, cover: number): number => {
    const node = tree.left.length;
    const isLeaf = depth === 5 || cover < 2 || random.next() < 0.2;
    tree.left.push(-1);
    tree.right.push(-1);
    tree.column.push(isLeaf ? 0 : random.below(featureCount));
    tree.threshold.push(isLeaf ? 0 : Math.fround(random.normal()));
    tree.missingLeft.push(random.next() < 0.5 ? 1 : 0);
    tree.value.push(isLeaf ? Math.fround(random.next()) : 0);
    tree.cover.push(cover);
    if (isLeaf) return node;
    const below = 1 + random.below(cover - 1);
    tree.left[node] = grow(depth + 1, below);
    tree.right[node] = grow(depth + 1, cover - below);
    return node;
  };
  grow(0, 200);
  return tree;
}

/** By the definition: what the tree says when only some columns are known, over all subsets of columns. */
function shapleyByEnumeration(tree: Tree, x: Float64Array): number[] {
  const valueOf = (known: number, node = 0): number => {
    const l = tree.left[node]!;
    const r = tree.right[node]!;
    if (l < 0) return tree.value[node]!;
    const column = tree.column[node]!;
    if (known & (1 << column)) {
      const value = Math.fround(x[column]!);
      const left = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value < tree.threshold[node]!;
      return valueOf(known, left ? l : r);
    }
    return (
      (tree.cover[l]! * valueOf(known, l) + tree.cover[r]! * valueOf(known, r)) /
      (tree.cover[l]! + tree.cover[r]!)
    );
  };
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: featureCount }, (_, j) => {
    let sum = 0;
    for (let known = 0; known < 1 << featureCount; known += 1) {
      if (known & (1 << j)) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(featureCount - size - 1)) / factorial(featureCount);
      sum += weight * (valueOf(known | (1 << j)) - valueOf(known));
    }
    return sum;
  });
}

const inputs = fc.array(fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constant(Number.NaN)), {
  minLength: featureCount,
  maxLength: featureCount,
});

describe('scoring trees', () => {
  test('XGBoost goes right at the threshold, a forest left; both after rounding to 32 bits', () => {
    const edge = Math.fround(0.1);
    const boosted = compileScorer(xgboost([stump(0, edge, -1, 1)]));
    expect(boosted.score(vector(0.1)).logOdds).toBe(1);
    expect(boosted.score(vector(0.099)).logOdds).toBe(-1);
    expect(boosted.score(vector(Number.NaN)).logOdds).toBe(-1);
    const wood = compileScorer(forest([stump(0, edge, 0.2, 0.9)]));
    expect(wood.score(vector(0.1)).probability).toBe(0.2);
    expect(wood.score(vector(0.1001)).probability).toBe(0.9);
    // 0.1 in 64 bits lies below 0.1 rounded to 32: a threshold that is written short is the rounded one.
    expect(compileScorer(xgboost([stump(0, 0.1, -1, 1)])).score(vector(0.1)).logOdds).toBe(1);
  });

  test('a threshold of null lets every number go left', () => {
    const wood = compileScorer(forest([{ ...stump(0, null, 0.2, 0.9), missingLeft: [0, 0, 0] }]));
    expect(wood.score(vector(1e30)).probability).toBe(0.2);
    expect(wood.score(vector(Number.NaN)).probability).toBe(0.9);
  });

  test('a forest is the mean of its trees and is explained in probabilities', () => {
    const wood = compileScorer(forest([stump(0, 0, 0, 1), stump(1, 5, 0.5, 1)]));
    expect(wood.explains).toBe('probability');
    expect(wood.score(vector(1)).probability).toBe(0.75);
    const { base, contributions } = wood.explain(vector(1));
    expect(base).toBeCloseTo((0.6 + 0.5 * 0.4 + 0.6) / 2, 12);
    expect(contributions[0]).toBeCloseTo(0.2, 12);
  });

  test('what is infinite in 32 bits is refused by name, without the value', () => {
    const boosted = compileScorer(xgboost([stump(0, 0, -1, 1)]));
    expect(() => boosted.score(vector(1e39))).toThrow('feature f0: got an infinite value');
    expect(() => boosted.score(Float64Array.of(1))).toThrow('features: got 1, expected 5');
  });
});

describe('explaining trees', () => {
  test('TreeSHAP is Shapley by the definition, for random trees, missing values among the inputs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), inputs, (seed, values) => {
        const tree = randomTree(seed);
        const x = Float64Array.from(values);
        const { contributions } = compileScorer(xgboost([tree])).explain(x);
        shapleyByEnumeration(tree, x).forEach((expected, j) => {
          expect(contributions[j]).toBeCloseTo(expected, 10);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('base and contributions add up to what is explained', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), inputs, (seed, values) => {
        const trees = Array.from({ length: 8 }, (_, t) => randomTree(seed + t));
        const x = Float64Array.from(values);
        for (const model of [xgboost(trees, -1.5), forest(trees)]) {
          const scorer = compileScorer(model);
          const { base, contributions, logOdds, probability } = scorer.explain(x);
          const sum = contributions.reduce((total, c) => total + c, base);
          expect(sum).toBeCloseTo(scorer.explains === 'log-odds' ? logOdds : probability, 5);
        }
      }),
    );
  });

  test('categories are credited as one feature', () => {
    const model: TreeModel = {
      ...commonOf([
        { name: 'x', kind: 'numeric', mean: 0, sd: 1 },
        { name: 'drug', kind: 'categorical', categories: ['No', 'Up'], mean: [0.5, 0.5], sd: [0.5, 0.5] },
      ]),
      kind: 'xgboost',
      baseMargin: 0,
      trees: [stump(1, 0.5, -1, 1), stump(2, 0.5, -2, 2)],
    };
    const scorer = compileScorer(model);
    expect(scorer.score(Float64Array.of(0, 0)).logOdds).toBe(-1);
    expect(scorer.score(Float64Array.of(0, 1)).logOdds).toBe(1);
    const { base, contributions } = scorer.explain(Float64Array.of(0, 1));
    expect(contributions).toHaveLength(2);
    expect(base + contributions[1]!).toBeCloseTo(1, 6);
  });
});

describe('tree files', () => {
  const written = (change: Partial<Tree>): string =>
    serializeModel(xgboost([{ ...stump(0, 0, -1, 1), ...change }]));

  test('reads back as it was written', () => {
    const model = xgboost([stump(0, null, -1, 1), randomTree(3)], 0.25);
    expect(parseModel(serializeModel(model))).toEqual(model);
  });

  test.each([
    ['a cycle', { left: [0, -1, -1] }, /trees\[0\]\.left\[0\]: .* a node after 0 and before 3/],
    ['a child that is not there', { right: [9, -1, -1] }, /trees\[0\]\.right\[0\]: .* before 3/],
    ['one child alone', { right: [-1, -1, -1] }, /trees\[0\]\.right\[0\]: /],
    ['two ways to a node', { right: [1, -1, -1] }, /trees\[0\]\.right\[0\]: .* no other one leads to/],
    ['a node that hangs in the air', { left: [-1, -1, -1], right: [-1, -1, -1] }, /trees\[0\]\.left\[1\]: /],
    ['a column that is not there', { column: [5, 0, 0] }, /trees\[0\]\.column\[0\]: .* from 0 to 4/],
    ['lists of two lengths', { value: [0, 1] }, /trees\[0\]\.value: .* one for each of 3 nodes/],
    ['a split that nobody came by', { cover: [0, 0, 0] }, /trees\[0\]\.cover\[0\]: /],
    ['no node', { left: [] }, /trees\[0\]\.left: .* at least one node/],
  ])('%s is refused with its place', (_, change, message) => {
    expect(() => parseModel(written(change))).toThrow(message);
  });

  test('a tree deeper than explanations allow is refused', () => {
    const n = 150;
    const chain: Tree = {
      left: Array.from({ length: 2 * n + 1 }, (_, i) => (i < 2 * n && i % 2 === 0 ? i + 1 : -1)),
      right: Array.from({ length: 2 * n + 1 }, (_, i) => (i < 2 * n && i % 2 === 0 ? i + 2 : -1)),
      column: new Array<number>(2 * n + 1).fill(0),
      threshold: new Array<number>(2 * n + 1).fill(0),
      missingLeft: new Array<0>(2 * n + 1).fill(0),
      value: new Array<number>(2 * n + 1).fill(0),
      cover: new Array<number>(2 * n + 1).fill(1),
    };
    expect(() => parseModel(serializeModel(xgboost([chain])))).toThrow(/at most 128 nodes below one another/);
  });
});

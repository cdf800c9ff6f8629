import type { Tree } from '../file/trees.ts';

/** All trees of a model one after the other, in arrays of numbers: what scoring reads lies close together. */
export interface FlatTrees {
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** -1 at a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly value: Float64Array;
  readonly cover: Float64Array;
  /** Whether a value that equals the threshold goes right. */
  readonly strict: boolean;
  /** Of the deepest leaf; a root is at 0. */
  readonly depth: number;
}

/**
 * @param strict as in FlatTrees: true for XGBoost, false for scikit-learn. XGBoost's thresholds and leaves are 32-bit
 * numbers, written as the shortest decimals that name them.
 */
export function flattenTrees(trees: readonly Tree[], strict: boolean): FlatTrees {
  const count = trees.reduce((sum, tree) => sum + tree.left.length, 0);
  const exact = strict ? Math.fround : (x: number): number => x;
  const roots = new Int32Array(trees.length);
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const column = new Int32Array(count);
  const threshold = new Float64Array(count);
  const missingLeft = new Uint8Array(count);
  const value = new Float64Array(count);
  const cover = new Float64Array(count);
  const depths = new Uint16Array(count);
  let start = 0;
  trees.forEach((tree, t) => {
    roots[t] = start;
    tree.left.forEach((_, i) => {
      const node = start + i;
      const isLeaf = tree.left[i]! < 0;
      left[node] = isLeaf ? -1 : start + tree.left[i]!;
      right[node] = isLeaf ? -1 : start + tree.right[i]!;
      if (!isLeaf) depths[left[node]] = depths[right[node]] = depths[node]! + 1;
    });
    column.set(tree.column, start);
    threshold.set(
      tree.threshold.map((edge) => exact(edge ?? Number.POSITIVE_INFINITY)),
      start,
    );
    missingLeft.set(tree.missingLeft, start);
    value.set(tree.value.map(exact), start);
    cover.set(tree.cover, start);
    start += tree.left.length;
  });
  const depth = depths.reduce((deepest, d) => Math.max(deepest, d), 0);
  return { roots, left, right, column, threshold, missingLeft, value, cover, strict, depth };
}

/** Where a row goes from a node that is no leaf. */
export function nextNode(trees: FlatTrees, node: number, columns: Float32Array): number {
  const x = columns[trees.column[node]!]!;
  const edge = trees.threshold[node]!;
  const goesLeft = x !== x ? trees.missingLeft[node] === 1 : trees.strict ? x < edge : x <= edge;
  return goesLeft ? trees.left[node]! : trees.right[node]!;
}

/** The leaf of a row in a tree. */
export function leafOf(trees: FlatTrees, root: number, columns: Float32Array): number {
  let node = root;
  while (trees.left[node]! >= 0) node = nextNode(trees, node, columns);
  return node;
}

import * as z from 'zod/mini';
import {
  checkFeatures,
  columnCountOf,
  commonFields,
  hyperparametersSchema,
  type ModelFeature,
  type Report,
} from './common.ts';

const maxTrees = 10_000;
/** Of all trees together; what scoring needs of a node takes 34 bytes. */
const maxNodes = 3_000_000;
/** Explanations take room for the square of it. */
const maxDepth = 128;

const int = z.number().check(z.int());

/**
 * A decision tree as lists by node. Node 0 is the root; a child comes after its parent, so that there can be no cycle.
 * A leaf has -1 for both children.
 */
const treeSchema = z.strictObject({
  left: z.array(int),
  right: z.array(int),
  /** Which column is compared; 0 at a leaf. */
  column: z.array(int),
  /** What it is compared with; null: every number goes left. 0 at a leaf. */
  threshold: z.array(z.nullable(z.number())),
  /** 1 where a missing value goes left. */
  missingLeft: z.array(z.union([z.literal(0), z.literal(1)])),
  /** What a leaf says; 0 at any other node. */
  value: z.array(z.number()),
  /** How many training rows passed, by weight: explanations take the mean over them. */
  cover: z.array(z.number().check(z.nonnegative())),
});
/** @see treeSchema */
export type Tree = z.output<typeof treeSchema>;

const trees = z.array(treeSchema).check(z.minLength(1), z.maxLength(maxTrees));

const checkedTrees = z.check<{ readonly features: ModelFeature[]; readonly trees: Tree[] }>(
  ({ value, issues }) => {
    const report: Report = (issue) => issues.push({ code: 'custom', ...issue });
    checkFeatures(value.features, report);
    const nodes = value.trees.reduce((sum, tree) => sum + tree.left.length, 0);
    if (nodes > maxNodes) {
      report({ path: ['trees'], input: value.trees, message: `at most ${maxNodes} nodes in all` });
      return;
    }
    const columns = columnCountOf(value.features);
    value.trees.forEach((tree, t) => {
      const wrong = wrongNode(tree, columns);
      if (wrong) {
        const path = ['trees', t, wrong.field, ...(wrong.node === undefined ? [] : [wrong.node])];
        report({ path, input: tree, message: wrong.message });
      }
    });
  },
);

/** Goes left where the value, rounded to 32 bits, is at most the threshold; P(positive) is the mean of the leaves. */
export const randomForestSchema = z
  .strictObject({
    ...commonFields,
    kind: z.literal('random-forest'),
    hyperparameters: hyperparametersSchema,
    trees,
  })
  .check(checkedTrees);

/** Goes left where the value, rounded to 32 bits, is below the threshold; the log-odds are the sum of margin and leaves. */
export const xgboostSchema = z
  .strictObject({
    ...commonFields,
    kind: z.literal('xgboost'),
    hyperparameters: hyperparametersSchema,
    /** Where the sum starts: the log-odds of XGBoost's base_score. */
    baseMargin: z.number(),
    trees,
  })
  .check(checkedTrees);

interface WrongNode {
  readonly field: keyof Tree;
  readonly node?: number;
  readonly message: string;
}

/** The first thing that is wrong with a tree, if any. */
function wrongNode(tree: Tree, columnCount: number): WrongNode | undefined {
  const { left, right, column, cover } = tree;
  const n = left.length;
  if (n === 0) return { field: 'left', message: 'at least one node' };
  for (const field of ['right', 'column', 'threshold', 'missingLeft', 'value', 'cover'] as const) {
    if (tree[field].length !== n) return { field, message: `one for each of ${n} nodes` };
  }
  /** 0: no parent yet; else the depth below it, plus 1. */
  const depth = new Uint16Array(n);
  depth[0] = 1;
  for (let node = 0; node < n; node += 1) {
    const own = depth[node]!;
    if (own === 0) return { field: 'left', node, message: 'a node that another one leads to' };
    const isLeaf = left[node] === -1 && right[node] === -1;
    if (isLeaf) continue;
    if (own > maxDepth)
      return { field: 'left', node, message: `at most ${maxDepth} nodes below one another` };
    for (const [field, child] of [['left', left[node]!] as const, ['right', right[node]!] as const]) {
      if (child <= node || child >= n) {
        return { field, node, message: `a node after ${node} and before ${n}, or -1 for both at a leaf` };
      }
      if (depth[child] !== 0) return { field, node, message: 'a node that no other one leads to' };
      depth[child] = own + 1;
    }
    if (column[node]! < 0 || column[node]! >= columnCount) {
      return { field: 'column', node, message: `a column from 0 to ${columnCount - 1}` };
    }
    if (!(cover[left[node]!]! + cover[right[node]!]! > 0)) {
      return { field: 'cover', node, message: 'a node below which rows came by' };
    }
  }
  return undefined;
}

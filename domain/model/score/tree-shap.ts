import { nextNode, type FlatTrees } from './flat-trees.ts';

/**
 * What each tree says of nobody in particular: its leaves' mean, weighted by the training rows that passed.
 * @returns the mean below every node.
 */
export function meanBelow(trees: FlatTrees): Float64Array {
  const { left, right, value, cover } = trees;
  const mean = Float64Array.from(value);
  // A child comes after its parent.
  for (let node = mean.length - 1; node >= 0; node -= 1) {
    const l = left[node]!;
    if (l < 0) continue;
    const r = right[node]!;
    mean[node] = (mean[l]! * cover[l]! + mean[r]! * cover[r]!) / (cover[l]! + cover[r]!);
  }
  return mean;
}

/**
 * Exact Shapley values of the sum of trees by columns, where an unknown column means to go both ways in proportion to the
 * training rows: TreeSHAP, path-dependent (Lundberg et al. 2020, "From local explanations to global understanding with
 * explainable AI for trees", algorithm 2), as XGBoost's pred_contribs. They add up to the sum of leaves minus that of means.
 */
export class TreeShap {
  readonly #trees: FlatTrees;
  // The path of unique columns from the root; a stack of copies, one for each depth.
  readonly #pathColumn: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;
  readonly #featureOf: Int32Array;
  #columns: Float32Array = new Float32Array(0);
  #out: Float64Array = new Float64Array(0);

  /** @param featureOf to which feature each column's share is credited. */
  constructor(trees: FlatTrees, featureOf: Int32Array) {
    this.#trees = trees;
    this.#featureOf = featureOf;
    const longest = trees.depth + 2;
    const size = (longest * (longest + 1)) / 2;
    this.#pathColumn = new Int32Array(size);
    this.#zero = new Float64Array(size);
    this.#one = new Float64Array(size);
    this.#weight = new Float64Array(size);
  }

  /** Adds the Shapley values of one row to `out`. */
  add(columns: Float32Array, out: Float64Array): void {
    this.#columns = columns;
    this.#out = out;
    for (const root of this.#trees.roots) this.#walk(root, 0, 0, 1, 1, -1);
  }

  /** @param start where the parent's path begins; `length` of it are in use, before this node's parent is added. */
  #walk(node: number, parentStart: number, length: number, zero: number, one: number, column: number): void {
    // Nobody came by here and this row does not either: it counts for nothing.
    if (zero === 0 && one === 0) return;
    const { left, right, value, cover } = this.#trees;
    const at = parentStart + length;
    // The copy that this node works on; siblings start from the same parent path.
    this.#pathColumn.copyWithin(at, parentStart, at);
    this.#zero.copyWithin(at, parentStart, at);
    this.#one.copyWithin(at, parentStart, at);
    this.#weight.copyWithin(at, parentStart, at);
    this.#extend(at, length, zero, one, column);
    let last = length;

    if (left[node]! < 0) {
      for (let i = 1; i <= last; i += 1) {
        const share = this.#unwoundSum(at, last, i) * (this.#one[at + i]! - this.#zero[at + i]!);
        this.#out[this.#featureOf[this.#pathColumn[at + i]!]!]! += share * value[node]!;
      }
      return;
    }

    const hot = nextNode(this.#trees, node, this.#columns);
    const cold = hot === left[node] ? right[node]! : left[node]!;
    const split = this.#trees.column[node]!;
    let inZero = 1;
    let inOne = 1;
    // A column that was split by before: its entry is taken out and goes on with both fractions multiplied.
    for (let i = 1; i <= last; i += 1) {
      if (this.#pathColumn[at + i] !== split) continue;
      inZero = this.#zero[at + i]!;
      inOne = this.#one[at + i]!;
      this.#unwind(at, last, i);
      last -= 1;
      break;
    }
    const total = cover[hot]! + cover[cold]!;
    this.#walk(hot, at, last + 1, (inZero * cover[hot]!) / total, inOne, split);
    this.#walk(cold, at, last + 1, (inZero * cover[cold]!) / total, 0, split);
  }

  #extend(at: number, length: number, zero: number, one: number, column: number): void {
    const w = this.#weight;
    this.#pathColumn[at + length] = column;
    this.#zero[at + length] = zero;
    this.#one[at + length] = one;
    w[at + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i -= 1) {
      w[at + i + 1]! += (one * w[at + i]! * (i + 1)) / (length + 1);
      w[at + i] = (zero * w[at + i]! * (length - i)) / (length + 1);
    }
  }

  /** Takes entry `index` out of the path whose last entry is `last`. */
  #unwind(at: number, last: number, index: number): void {
    const w = this.#weight;
    const one = this.#one[at + index]!;
    const zero = this.#zero[at + index]!;
    let next = w[at + last]!;
    for (let i = last - 1; i >= 0; i -= 1) {
      if (one !== 0) {
        const kept = w[at + i]!;
        w[at + i] = (next * (last + 1)) / ((i + 1) * one);
        next = kept - (w[at + i]! * zero * (last - i)) / (last + 1);
      } else {
        w[at + i] = (w[at + i]! * (last + 1)) / (zero * (last - i));
      }
    }
    for (let i = index; i < last; i += 1) {
      this.#pathColumn[at + i] = this.#pathColumn[at + i + 1]!;
      this.#zero[at + i] = this.#zero[at + i + 1]!;
      this.#one[at + i] = this.#one[at + i + 1]!;
    }
  }

  /** The sum of weights that would be left with entry `index` taken out. */
  #unwoundSum(at: number, last: number, index: number): number {
    const w = this.#weight;
    const one = this.#one[at + index]!;
    const zero = this.#zero[at + index]!;
    let next = w[at + last]!;
    let sum = 0;
    for (let i = last - 1; i >= 0; i -= 1) {
      if (one !== 0) {
        const weight = (next * (last + 1)) / ((i + 1) * one);
        sum += weight;
        next = w[at + i]! - (weight * zero * (last - i)) / (last + 1);
      } else if (zero !== 0) {
        sum += (w[at + i]! * (last + 1)) / (zero * (last - i));
      }
    }
    return sum;
  }
}

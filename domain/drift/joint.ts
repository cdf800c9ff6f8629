import * as z from 'zod/mini';
import { choleskyFactor, choleskySolve } from '../numeric/cholesky.ts';
import { histogramOf, numericHistogramSchema, type NumericHistogram } from './histogram.ts';
import { quantileSorted, sortedFinite } from './statistics/sample.ts';
import { addOuter, quadraticForm, triangleAt, triangleSize } from './triangle.ts';

/** A numeric column with its values, NaN where missing. All columns of one call have the same length. */
export interface JointColumn {
  readonly name: string;
  readonly values: Float64Array;
}

const numbers = z.array(z.number());

/** What the reference looks like as a whole, for the one column more that sees what no single feature shows. */
export const jointReferenceSchema = z.object({
  columns: z.array(z.string()),
  /** N: the rows that this was made from. */
  rows: z.number().check(z.int(), z.positive()),
  medians: numbers,
  /** IQR / 1.349: the standard deviation of a normal with that IQR. */
  scales: numbers,
  /** The mean of z, by column. */
  center: numbers,
  /** The inverse of A = scatter + ridge, lower triangle. */
  inverse: numbers,
  /** Each reference row's squared distance from the others. */
  distances: numericHistogramSchema,
  /** atanh of the correlations of z, strict lower triangle, row by row. */
  fisherZ: numbers,
});
export interface JointReference {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly medians: readonly number[];
  readonly scales: readonly number[];
  readonly center: readonly number[];
  readonly inverse: readonly number[];
  readonly distances: NumericHistogram;
  readonly fisherZ: readonly number[];
}

/** The same of a window, mergeable. */
export const jointWindowSchema = z.object({
  rows: z.number().check(z.int(), z.nonnegative()),
  distances: numericHistogramSchema,
  /** Sums of v = z - center, and of v v' (lower triangle). */
  sums: numbers,
  products: numbers,
});
export interface JointWindow {
  readonly rows: number;
  readonly distances: NumericHistogram;
  readonly sums: readonly number[];
  readonly products: readonly number[];
}

/** A is not invertible where columns are copies of each other; 1 % of the diagonal keeps it well away from that. */
const ridge = 0.01;
/** Rows for each column below which the distances say little. */
const minimumRowsPerColumn = 2;

/**
 * Describes the reference by z = asinh((x - median) / (IQR / 1.349)) — asinh, so that a heavy tail does not rule the
 * scatter — and each row's squared Mahalanobis distance from all others: with v = z - mean, q = v'A^-1 v, c = N / (N
 * - 1), d = c^2 (N - 2) q / (1 - c q), which leaves the row out of mean and scatter (Sherman-Morrison). A missing
 * value counts as the median: missing rates are judged by a test of their own. Columns that do not vary are left out.
 * @returns undefined for fewer than two such columns or fewer than two rows for each.
 */
export function describeJoint(columns: readonly JointColumn[]): JointReference | undefined {
  const rows = columns[0]?.values.length ?? 0;
  const used: JointColumn[] = [];
  const medians: number[] = [];
  const scales: number[] = [];
  for (const column of columns) {
    const sorted = sortedFinite(column.values);
    const scale = scaleOf(sorted);
    if (!(scale > 0) || !Number.isFinite(scale)) continue;
    used.push(column);
    medians.push(quantileSorted(sorted, 0.5));
    scales.push(scale);
  }
  const width = used.length;
  if (width < 2 || rows < minimumRowsPerColumn * width) return undefined;

  const scores = standardise(used, medians, scales);
  const center = scores.map((z) => z.reduce((a, b) => a + b, 0) / rows);
  const scatter = new Float64Array(triangleSize(width));
  const v = new Float64Array(width);
  for (let r = 0; r < rows; r += 1) {
    fill(v, scores, center, r);
    addOuter(scatter, v);
  }
  const inverse = invertRidged(scatter, width);
  if (inverse === undefined) return undefined;

  const c = rows / (rows - 1);
  const distances = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) {
    fill(v, scores, center, r);
    const q = quadraticForm(inverse, v);
    // The ridge keeps c q below 1; rounding might not.
    distances[r] = (c * c * (rows - 2) * q) / Math.max(1e-12, 1 - c * q);
  }
  return {
    columns: used.map(({ name }) => name),
    rows,
    medians,
    scales,
    center,
    inverse: [...inverse],
    distances: histogramOf(distances),
    fisherZ: fisherZOf(scatter, width),
  };
}

/** The same of a window, by the reference's z, center and A: d = (N - 1) v'A^-1 v. */
export function describeJointWindow(
  reference: JointReference,
  columnOf: (name: string) => Float64Array,
): JointWindow {
  const columns = reference.columns.map((name) => ({ name, values: columnOf(name) }));
  const rows = columns[0]?.values.length ?? 0;
  const width = columns.length;
  const sums = new Float64Array(width);
  const products = new Float64Array(triangleSize(width));
  const distances = rowDistances(reference, columns, (v) => {
    for (let i = 0; i < width; i += 1) sums[i]! += v[i]!;
    addOuter(products, v);
  });
  return { rows, distances: histogramOf(distances), sums: [...sums], products: [...products] };
}

/** Each row's squared distance from the reference. `visit` gets each row's v, in a buffer that is used again. */
export function rowDistances(
  reference: JointReference,
  columns: readonly JointColumn[],
  visit?: (v: Float64Array) => void,
): Float64Array {
  const scores = standardise(columns, reference.medians, reference.scales);
  const inverse = Float64Array.from(reference.inverse);
  const v = new Float64Array(columns.length);
  const distances = new Float64Array(columns[0]?.values.length ?? 0);
  for (let r = 0; r < distances.length; r += 1) {
    fill(v, scores, reference.center, r);
    visit?.(v);
    distances[r] = (reference.rows - 1) * quadraticForm(inverse, v);
  }
  return distances;
}

/** atanh of the window's correlations, as `fisherZ` of the reference. Needs two rows. */
export function windowFisherZ(window: JointWindow): number[] {
  const width = window.sums.length;
  const scatter = Float64Array.from(window.products);
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      scatter[triangleAt(i, j)]! -= (window.sums[i]! * window.sums[j]!) / window.rows;
    }
  }
  return fisherZOf(scatter, width);
}

function scaleOf(sorted: Float64Array): number {
  const iqr = quantileSorted(sorted, 0.75) - quantileSorted(sorted, 0.25);
  if (iqr > 0) return iqr / 1.349;
  // More than half of the values are one: the standard deviation says how far the others are.
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  return Math.sqrt(sorted.reduce((a, b) => a + (b - mean) ** 2, 0) / sorted.length);
}

const standardise = (
  columns: readonly JointColumn[],
  medians: readonly number[],
  scales: readonly number[],
): Float64Array[] =>
  columns.map(({ values }, i) =>
    values.map((x) => (Number.isFinite(x) ? Math.asinh((x - medians[i]!) / scales[i]!) : 0)),
  );

function fill(
  v: Float64Array,
  scores: readonly Float64Array[],
  center: readonly number[],
  row: number,
): void {
  for (let i = 0; i < v.length; i += 1) v[i] = scores[i]![row]! - center[i]!;
}

function invertRidged(scatter: Float64Array, n: number): Float64Array | undefined {
  const full = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      full[i * n + j] = scatter[triangleAt(i, j)]! * (i === j ? 1 + ridge : 1);
    }
  }
  if (!choleskyFactor(full, n)) return undefined;
  const inverse = new Float64Array(triangleSize(n));
  for (let j = 0; j < n; j += 1) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    choleskySolve(full, n, unit);
    for (let i = j; i < n; i += 1) inverse[triangleAt(i, j)] = unit[i]!;
  }
  return inverse;
}

function fisherZOf(scatter: Float64Array, n: number): number[] {
  const result: number[] = [];
  for (let i = 1; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const scale = Math.sqrt(scatter[triangleAt(i, i)]! * scatter[triangleAt(j, j)]!);
      const r = scale > 0 ? scatter[triangleAt(i, j)]! / scale : 0;
      // 7 standard deviations of atanh are enough to tell; copies of a column would give Infinity.
      result.push(Math.atanh(Math.min(0.999999, Math.max(-0.999999, r))));
    }
  }
  return result;
}

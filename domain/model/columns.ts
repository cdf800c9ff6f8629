import { columnOf, type Table } from '../dataset/table.ts';
import { InvalidInputError, type Problem } from '../validation/parse.ts';
import { columnCountOf, type ModelFeature } from './file/common.ts';
import type { FeatureMatrix } from './matrix.ts';

/**
 * How a vector of features becomes the columns that a model computes with: a number is one column; a category, given
 * by its place among the categories, is a column of 0 or 1 for each of them. A missing value (NaN) is missing in all
 * of its columns.
 */
export interface ColumnLayout {
  readonly featureCount: number;
  readonly columnCount: number;
  /** The feature that each column comes from. */
  readonly featureOf: Int32Array;
  /** Training mean and standard deviation of each column. */
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** Writes the columns of `vector` into `columns`. @throws RangeError for a vector of another length or an infinite value. */
  readonly fill: (vector: Float64Array, columns: Float64Array | Float32Array) => void;
}

// Looked up once: where globals are slow to reach (under a test runner), so would be every row.
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

export function layOut(features: readonly ModelFeature[]): ColumnLayout {
  const featureCount = features.length;
  const columnCount = columnCountOf(features);
  const featureOf = new Int32Array(columnCount);
  /** Number of columns of a categorical feature, 0 of a number. */
  const categories = new Int32Array(featureCount);
  const mean = Float64Array.from(features.flatMap((feature) => feature.mean));
  const sd = Float64Array.from(features.flatMap((feature) => feature.sd));
  let at = 0;
  features.forEach((feature, j) => {
    const width = feature.kind === 'numeric' ? 1 : feature.categories.length;
    if (feature.kind === 'categorical') categories[j] = width;
    featureOf.fill(j, at, at + width);
    at += width;
  });
  return {
    featureCount,
    columnCount,
    featureOf,
    mean,
    sd,
    fill: (vector, columns) => {
      if (vector.length !== featureCount) {
        throw new RangeError(
          `features: got ${vector.length}, expected ${featureCount}, in the order of the model`,
        );
      }
      let column = 0;
      for (let j = 0; j < featureCount; j += 1) {
        const x = vector[j]!;
        const width = categories[j]!;
        if (width === 0) {
          columns[column] = x;
          // Read again: what is finite in 64 bits may not be in the 32 that trees compute with.
          if (columns[column] === infinity || columns[column] === -infinity) throw infinite(features[j]!);
          column += 1;
        } else {
          for (let k = 0; k < width; k += 1, column += 1) {
            columns[column] = x === k ? 1 : x === x ? 0 : nan;
          }
        }
      }
    },
  };
}

const infinite = ({ name }: ModelFeature): RangeError =>
  new RangeError(`feature ${name}: got an infinite value, expected a finite one or NaN`);

/** A value as a vector holds it: a category by its place; NaN for what is missing or a category that the model does not know. */
export function codeOf(feature: ModelFeature, value: number | string | null | undefined): number {
  if (feature.kind === 'numeric') return typeof value === 'number' ? value : Number.NaN;
  const code = typeof value === 'string' ? feature.categories.indexOf(value) : -1;
  return code < 0 ? Number.NaN : code;
}

/**
 * The rows of a table as vectors of a model's features, found by name.
 * @throws InvalidInputError naming each feature that the table lacks or holds in another kind.
 */
export function vectorsOf(features: readonly ModelFeature[], table: Table, what = 'table'): FeatureMatrix {
  const columnCount = features.length;
  const values = new Float64Array(table.rowCount * columnCount);
  const problems: Problem[] = [];
  features.forEach((feature, j) => {
    const column = columnOf(table, feature.name);
    if (column?.kind !== feature.kind) {
      const got = column ? `a ${column.kind} column` : 'no column of this name';
      problems.push({ field: feature.name, got, expected: `a ${feature.kind} column` });
      return;
    }
    for (let i = 0; i < table.rowCount; i += 1) {
      values[i * columnCount + j] = codeOf(feature, column.values[i]);
    }
  });
  if (problems.length > 0) throw new InvalidInputError(what, problems);
  return { rowCount: table.rowCount, columnCount, values };
}

import { InvalidInputError, type Problem } from '../validation/parse.ts';
import { columnOf, type Table } from '../dataset/table.ts';

/** Numbers by row: `values[row * columnCount + column]`; NaN is a missing value. */
export interface FeatureMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly values: Float64Array;
}

/**
 * The named columns of a table side by side, in that order.
 * @throws InvalidInputError naming each column that the table lacks or that holds no numbers.
 */
export function featureMatrix(table: Table, names: readonly string[], what = 'table'): FeatureMatrix {
  const columnCount = names.length;
  const values = new Float64Array(table.rowCount * columnCount);
  const problems: Problem[] = [];
  names.forEach((name, j) => {
    const column = columnOf(table, name);
    if (column?.kind !== 'numeric') {
      const got = column ? `a ${column.kind} column` : 'no column of this name';
      problems.push({ field: name, got, expected: 'a numeric column' });
      return;
    }
    for (let i = 0; i < table.rowCount; i += 1) values[i * columnCount + j] = column.values[i]!;
  });
  if (problems.length > 0) throw new InvalidInputError(what, problems);
  return { rowCount: table.rowCount, columnCount, values };
}

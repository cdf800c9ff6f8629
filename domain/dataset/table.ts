/**
 * A table in memory, by column. Missing numbers are NaN, missing categories null, so that one column never mixes kinds.
 */
export interface NumericColumn {
  readonly name: string;
  readonly kind: 'numeric';
  readonly values: Float64Array;
}

export interface CategoricalColumn {
  readonly name: string;
  readonly kind: 'categorical';
  readonly values: readonly (string | null)[];
}

export type Column = NumericColumn | CategoricalColumn;

export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

/** The column of that name, or undefined. */
export const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name);

/** The rows at `indices`, in that order; an index may repeat (bootstrap). */
export function selectRows(table: Table, indices: readonly number[]): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'categorical') {
      return { ...column, values: indices.map((i) => column.values[i] ?? null) };
    }
    return { ...column, values: Float64Array.from(indices, (i) => column.values[i] ?? Number.NaN) };
  });
  return { rowCount: indices.length, columns };
}

/** Two tables of the same columns, one below the other. Throws RangeError where a column lacks in one or has another kind. */
export function concatTables(above: Table, below: Table): Table {
  const columns = above.columns.map((column): Column => {
    const other = columnOf(below, column.name);
    if (other?.kind === 'categorical' && column.kind === 'categorical') {
      return { ...column, values: [...column.values, ...other.values] };
    }
    if (other?.kind === 'numeric' && column.kind === 'numeric') {
      const values = new Float64Array(above.rowCount + below.rowCount);
      values.set(column.values);
      values.set(other.values, above.rowCount);
      return { ...column, values };
    }
    throw new RangeError(
      `column ${column.name}: expected ${column.kind} in both tables, got ${other?.kind ?? 'none'}`,
    );
  });
  return { rowCount: above.rowCount + below.rowCount, columns };
}

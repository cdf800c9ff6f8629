import { concatTables, selectRows, type Table } from './table.ts';

/** To which group each row belongs, by one column. */
export interface Subgroup {
  readonly column: string;
  readonly groupOf: readonly string[];
}

/** Rows whose outcome is known: what a model learns from and is judged by. */
export interface LabelledTable {
  readonly table: Table;
  /** 1 for the target's positive value, 0 for the negative one; one for each row. */
  readonly labels: Uint8Array;
  readonly subgroups?: readonly Subgroup[];
  /** The patient of each row, where the use case names a column for it: rows of one patient stay together in every split. */
  readonly groups?: readonly string[];
  /** P(positive) of each row by what scored it elsewhere: the SHA-256 of a network's file. Of this very table only. */
  readonly scores?: Readonly<Record<string, readonly number[]>>;
}

/** The rows at `indices`, in that order. */
export const selectLabelled = (data: LabelledTable, indices: readonly number[]): LabelledTable => ({
  table: selectRows(data.table, indices),
  labels: Uint8Array.from(indices, (i) => data.labels[i]!),
  subgroups: (data.subgroups ?? []).map(({ column, groupOf }) => ({
    column,
    groupOf: indices.map((i) => groupOf[i]!),
  })),
  ...(data.groups ? { groups: indices.map((i) => data.groups![i]!) } : {}),
});

/**
 * `below` after `above`; a subgroup column, or groups, that only one of them has are left out.
 * @throws RangeError where a feature column lacks in one or has another kind.
 */
export function concatLabelled(above: LabelledTable, below: LabelledTable): LabelledTable {
  const labels = new Uint8Array(above.labels.length + below.labels.length);
  labels.set(above.labels);
  labels.set(below.labels, above.labels.length);
  const subgroups = (above.subgroups ?? []).flatMap(({ column, groupOf }) => {
    const other = below.subgroups?.find((subgroup) => subgroup.column === column);
    return other ? [{ column, groupOf: [...groupOf, ...other.groupOf] }] : [];
  });
  const groups = above.groups && below.groups ? { groups: [...above.groups, ...below.groups] } : {};
  return { table: concatTables(above.table, below.table), labels, subgroups, ...groups };
}

import * as z from 'zod/mini';
import { selectRows, type Column, type Table } from '../dataset/table.ts';
import { parseWith } from '../validation/parse.ts';
import {
  columnProfileSchema,
  pickColumns,
  profileColumn,
  type ColumnProfile,
  type DriftColumnSpec,
} from './columns.ts';
import { DriftInputError } from './errors.ts';
import { describeJoint, jointReferenceSchema, type JointColumn, type JointReference } from './joint.ts';
import { RowReservoir } from './reservoir.ts';

/**
 * The traffic that a model version was made for, as drift is measured against it. Plain JSON, stored beside the model
 * and named by its hash; it holds no row.
 */
export const driftBaselineSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('drift-baseline'),
  createdAt: z.string(),
  /** What it describes, for people: "snapshot 3f2a…, 455 training rows". */
  source: z.string(),
  rows: z.number().check(z.int(), z.positive()),
  columns: z.array(columnProfileSchema).check(z.minLength(1)),
  /** Absent where there are too few numeric columns or rows. */
  joint: z.optional(jointReferenceSchema),
});
export interface DriftBaseline {
  readonly schemaVersion: 1;
  readonly kind: 'drift-baseline';
  readonly createdAt: string;
  readonly source: string;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  readonly joint?: JointReference | undefined;
}

export interface BaselineOptions {
  readonly columns: readonly DriftColumnSpec[];
  /** ISO 8601. */
  readonly createdAt: string;
  readonly source: string;
}

/** More rows than this say nothing more about how columns go together: a sample of that many is taken. */
export const jointRowsAtMost = 4096;

/**
 * Describes `table`'s columns.
 * @throws DriftInputError for an empty table, a missing column or one of another kind.
 */
export function createBaseline(table: Table, options: BaselineOptions): DriftBaseline {
  const columns = pickColumns(table, options.columns);
  return baselineFromProfiles({
    ...options,
    rows: table.rowCount,
    profiles: columns.map((column, i) => profileColumn(options.columns[i]!, column)),
    sample: jointColumns(sampleRows(table, columns)),
  });
}

/** From columns that were reduced elsewhere (a stream, a query) and a sample of the numeric columns' rows. */
export function baselineFromProfiles(parts: {
  readonly createdAt: string;
  readonly source: string;
  readonly rows: number;
  readonly profiles: readonly ColumnProfile[];
  readonly sample: readonly JointColumn[];
}): DriftBaseline {
  if (parts.rows === 0) throw new DriftInputError('the reference table: got no rows, expected at least one');
  if (parts.profiles.length === 0)
    throw new DriftInputError('got no columns to watch, expected at least one');
  const joint = describeJoint(parts.sample);
  return {
    schemaVersion: 1,
    kind: 'drift-baseline',
    createdAt: parts.createdAt,
    source: parts.source,
    rows: parts.rows,
    columns: parts.profiles,
    ...(joint ? { joint } : {}),
  };
}

/** A baseline from its file. Throws InvalidInputError that names the field. */
export const parseBaseline = (value: unknown, what = 'drift baseline'): DriftBaseline =>
  parseWith(driftBaselineSchema, value, what);

/** The numeric columns, for the joint column. */
export const jointColumns = (columns: readonly Column[]): JointColumn[] =>
  columns.flatMap((column) => (column.kind === 'numeric' ? [column] : []));

/** At most `jointRowsAtMost` rows, always the same for the same table, and those that a stream of it would keep. */
export function sampleRows(table: Table, columns: readonly Column[]): readonly Column[] {
  if (table.rowCount <= jointRowsAtMost) return columns;
  const reservoir = new RowReservoir(jointRowsAtMost);
  const chosen: number[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const place = reservoir.place();
    if (place >= 0) chosen[place] = row;
  }
  return selectRows({ rowCount: table.rowCount, columns }, chosen).columns;
}

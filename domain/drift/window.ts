import * as z from 'zod/mini';
import type { Table } from '../dataset/table.ts';
import { parseWith } from '../validation/parse.ts';
import { jointColumns, sampleRows, type DriftBaseline } from './baseline.ts';
import {
  columnProfileSchema,
  mergeProfiles,
  pickColumns,
  profileColumn,
  type ColumnProfile,
  type DriftColumnSpec,
} from './columns.ts';
import { DriftInputError } from './errors.ts';
import { mergeHistograms } from './histogram.ts';
import { describeJointWindow, jointWindowSchema, type JointColumn, type JointWindow } from './joint.ts';

/** A stretch of traffic. `from` and `to` are ISO 8601. */
export interface WindowSpan {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** A window reduced against a baseline. Plain JSON; mergeable with others of the same baseline; holds no row. */
export const windowSummarySchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('drift-window'),
  id: z.string(),
  from: z.string(),
  to: z.string(),
  rows: z.number().check(z.int(), z.nonnegative()),
  columns: z.array(columnProfileSchema),
  joint: z.optional(jointWindowSchema),
});
export interface WindowSummary extends WindowSpan {
  readonly schemaVersion: 1;
  readonly kind: 'drift-window';
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  readonly joint?: JointWindow | undefined;
}

/**
 * Reduces a window's rows to what `assessDrift` needs: the baseline's columns, others are ignored.
 * @throws DriftInputError where the table lacks a column of the baseline or has it in another kind.
 */
export function summarizeWindow(baseline: DriftBaseline, table: Table, span: WindowSpan): WindowSummary {
  const specs = specsOf(baseline);
  const columns = pickColumns(table, specs);
  return windowFromProfiles(baseline, {
    ...span,
    rows: table.rowCount,
    profiles: columns.map((column, i) => profileColumn(specs[i]!, column)),
    sample: jointColumns(sampleRows(table, columns)),
  });
}

/** From columns that were reduced elsewhere, in the baseline's order, and a sample of the numeric columns' rows. */
export function windowFromProfiles(
  baseline: DriftBaseline,
  parts: WindowSpan & {
    readonly rows: number;
    readonly profiles: readonly ColumnProfile[];
    readonly sample: readonly JointColumn[];
  },
): WindowSummary {
  const sample = new Map(parts.sample.map(({ name, values }) => [name, values]));
  const joint =
    baseline.joint &&
    describeJointWindow(baseline.joint, (name) => {
      const values = sample.get(name);
      if (values) return values;
      throw new DriftInputError(
        `column ${name}: expected it in the window, as in the baseline; got no such column`,
      );
    });
  return {
    schemaVersion: 1,
    kind: 'drift-window',
    id: parts.id,
    from: parts.from,
    to: parts.to,
    rows: parts.rows,
    columns: parts.profiles,
    ...(joint ? { joint } : {}),
  };
}

/** Both windows as one, named after the later. Throws DriftInputError for summaries of different columns. */
export function mergeWindows(earlier: WindowSummary, later: WindowSummary): WindowSummary {
  if (earlier.columns.length !== later.columns.length) {
    throw new DriftInputError(
      `windows ${earlier.id} and ${later.id}: got ${earlier.columns.length} and ${later.columns.length} columns, expected summaries of one baseline`,
    );
  }
  const joint = mergeJoint(earlier.joint, later.joint);
  return {
    ...later,
    from: earlier.from,
    rows: earlier.rows + later.rows,
    columns: earlier.columns.map((column, i) => mergeProfiles(column, later.columns[i]!)),
    ...(joint ? { joint } : {}),
  };
}

function mergeJoint(a: JointWindow | undefined, b: JointWindow | undefined): JointWindow | undefined {
  if (!a || !b) return a ?? b;
  return {
    rows: a.rows + b.rows,
    distances: mergeHistograms(a.distances, b.distances),
    sums: a.sums.map((x, i) => x + b.sums[i]!),
    products: a.products.map((x, i) => x + b.products[i]!),
  };
}

/** A summary from its file. Throws InvalidInputError that names the field. */
export const parseWindowSummary = (value: unknown, what = 'drift window'): WindowSummary =>
  parseWith(windowSummarySchema, value, what);

/** What a baseline watches. */
export const specsOf = (baseline: DriftBaseline): DriftColumnSpec[] =>
  baseline.columns.map(({ name, unit, values }) => ({
    name,
    kind: values.kind,
    ...(unit === undefined ? {} : { unit }),
  }));

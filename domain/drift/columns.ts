import * as z from 'zod/mini';
import type { Column, Table } from '../dataset/table.ts';
import { columnOf } from '../dataset/table.ts';
import { categoryCountsSchema, countCategories, mergeCategories, type CategoryCounts } from './categories.ts';
import { DriftInputError } from './errors.ts';
import { histogramOf, mergeHistograms, numericHistogramSchema, type NumericHistogram } from './histogram.ts';

/** A column that is watched. A use case's features are these. */
export interface DriftColumnSpec {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** UCUM-like; '1' for a number without one. */
  readonly unit?: string | undefined;
}

/** One column, reduced: all that drift needs to know of it. */
export const columnProfileSchema = z.object({
  name: z.string().check(z.minLength(1)),
  unit: z.optional(z.string()),
  values: z.discriminatedUnion('kind', [numericHistogramSchema, categoryCountsSchema]),
});

export interface ColumnProfile {
  readonly name: string;
  readonly unit?: string | undefined;
  readonly values: NumericHistogram | CategoryCounts;
}

export function profileColumn(spec: DriftColumnSpec, column: Column): ColumnProfile {
  const values = column.kind === 'numeric' ? histogramOf(column.values) : countCategories(column.values);
  return { name: spec.name, ...(spec.unit === undefined ? {} : { unit: spec.unit }), values };
}

/** The watched columns of a table. Throws DriftInputError where one is missing or of the other kind. */
export function pickColumns(table: Table, specs: readonly DriftColumnSpec[]): Column[] {
  return specs.map((spec) => {
    const column = columnOf(table, spec.name);
    if (column?.kind === spec.kind) return column;
    throw new DriftInputError(
      `column ${spec.name}: got ${column ? `a ${column.kind} column` : 'no such column'}, expected a ${spec.kind} column in the table`,
    );
  });
}

/** Both together. Throws DriftInputError for another column or kind. */
export function mergeProfiles(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  if (a.name === b.name) {
    if (a.values.kind === 'numeric' && b.values.kind === 'numeric') {
      return { ...a, values: mergeHistograms(a.values, b.values) };
    }
    if (a.values.kind === 'categorical' && b.values.kind === 'categorical') {
      return { ...a, values: mergeCategories(a.values, b.values) };
    }
  }
  throw new DriftInputError(
    `cannot merge ${b.values.kind} column ${b.name} into ${a.values.kind} column ${a.name}: expected summaries of one baseline`,
  );
}

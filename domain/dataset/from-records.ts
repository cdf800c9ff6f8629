import { ColumnBuilder } from './column-builder.ts';
import type { FeatureSpec } from './features.ts';
import type { Table } from './table.ts';

export type FeatureValue = number | string | null;

/**
 * A table from rows that were checked when they came in (stored predictions, for instance): each row's values by
 * feature name. What a row lacks is missing; what no feature is named after is left out.
 */
export function tableFromRecords(
  rows: Iterable<Readonly<Record<string, FeatureValue>>>,
  features: readonly FeatureSpec[],
): Table {
  const builders = features.map((feature) => new ColumnBuilder(feature));
  let rowCount = 0;
  for (const row of rows) {
    rowCount += 1;
    for (const builder of builders) builder.push(row[builder.name] ?? null);
  }
  return { rowCount, columns: builders.map((builder) => builder.column()) };
}

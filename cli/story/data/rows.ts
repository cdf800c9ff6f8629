import type { LabelledTable } from '../../../domain/dataset/labelled.ts';

type Value = number | string | null;

/** The features of a row by name; `measure` may change a number. */
export function featuresOfRow(
  { table }: LabelledTable,
  row: number,
  measure: (name: string, value: number) => number = (_, value) => value,
): Readonly<Record<string, Value>> {
  const features: Record<string, Value> = {};
  for (const column of table.columns) {
    if (column.kind === 'categorical') {
      features[column.name] = column.values[row] ?? null;
      continue;
    }
    const value = column.values[row] ?? Number.NaN;
    features[column.name] = Number.isNaN(value) ? null : measure(column.name, value);
  }
  return features;
}

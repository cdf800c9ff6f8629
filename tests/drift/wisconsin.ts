import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NumericColumn, Table } from '../../domain/dataset/table.ts';
import type { DriftColumnSpec } from '../../domain/drift/index.ts';
import type { Random } from '../../domain/numeric/random.ts';

export interface NumericTable extends Table {
  readonly columns: readonly NumericColumn[];
}

const file = path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv');

/** The 30 features of the Wisconsin table. */
export function wisconsinFeatures(): NumericTable {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').slice(1, 31).map(Number));
  const columns = header
    .split(',')
    .slice(1, 31)
    .map((name, j): NumericColumn => ({
      name,
      kind: 'numeric',
      values: Float64Array.from(rows, (row) => row[j]!),
    }));
  return { rowCount: rows.length, columns };
}

export const specsOfTable = (table: NumericTable): DriftColumnSpec[] =>
  table.columns.map(({ name }) => ({ name, kind: 'numeric' }));

export const chooseRows = (table: NumericTable, rows: number, random: Random): Int32Array =>
  Int32Array.from({ length: rows }, () => random.below(table.rowCount));

export function rowsOf(table: NumericTable, chosen: Int32Array): NumericTable {
  const columns = table.columns.map(({ name, values }): NumericColumn => {
    const picked = new Float64Array(chosen.length);
    for (let i = 0; i < chosen.length; i += 1) picked[i] = values[chosen[i]!]!;
    return { name, kind: 'numeric', values: picked };
  });
  return { rowCount: chosen.length, columns };
}

/** `rows` rows drawn with replacement: whole rows, so that all correlations are kept. */
export const resample = (table: NumericTable, rows: number, random: Random): NumericTable =>
  rowsOf(table, chooseRows(table, rows, random));

export function momentsOf(values: Float64Array): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(square / (values.length - 1)) };
}

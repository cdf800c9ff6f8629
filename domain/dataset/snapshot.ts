import { createHash } from 'node:crypto';
import type { TableSpec } from './features.ts';
import type { LabelledTable } from './labelled.ts';
import { columnOf, type Column, type Table } from './table.ts';

/** The bytes that a model is trained on, and what identifies them. */
export interface Snapshot {
  /** CSV: the features in the order of the use case, then subgroup columns that
   * are no features, the group column with a number for each patient (no identifier leaves the table), the target last, LF after every row. */
  readonly csv: string;
  /** SHA-256 of `csv` in UTF-8, 64 hex digits: what is checked after a download is what was computed here. */
  readonly hash: string;
}

/**
 * One spelling for a table: the same rows in the same order give the same bytes and the same hash. A number is written
 * as the shortest decimal that reads back as itself (ECMAScript Number::toString), -0 as 0, what is missing as nothing.
 * @throws RangeError where the table lacks a feature of the use case or `labels` has another length.
 */
export function makeSnapshot(data: LabelledTable, spec: TableSpec): Snapshot {
  const { table, labels } = data;
  if (labels.length !== table.rowCount) {
    throw new RangeError(`labels: got ${labels.length}, expected one for each of ${table.rowCount} rows`);
  }
  const columns = featureColumns(table, spec);
  const { name, positive, negative } = spec.target;
  const target = [quoted(negative.value), quoted(positive.value)];
  const groups = (data.subgroups ?? []).filter(({ column }) => !columnOf(table, column));
  const patients = spec.groupColumn === undefined ? undefined : numbered(data.groups);
  const names = [
    ...columns.map((column) => column.name),
    ...groups.map(({ column }) => column),
    ...(patients && spec.groupColumn !== undefined ? [spec.groupColumn] : []),
    name,
  ];
  const lines = [names.map(quoted).join(',')];
  for (let row = 0; row < table.rowCount; row += 1) {
    const cells = columns.map(({ values }) => cellText(values[row] ?? null));
    for (const { groupOf } of groups) cells.push(quoted(groupOf[row] ?? ''));
    if (patients) cells.push(String(patients[row]));
    lines.push(`${cells.join(',')},${target[labels[row]!] ?? ''}`);
  }
  const csv = `${lines.join('\n')}\n`;
  return { csv, hash: snapshotHash(csv) };
}

/** 1 for the first patient that comes, 2 for the next other one: the same as long as rows are only added below. */
function numbered(groups: readonly string[] | undefined): number[] | undefined {
  const numbers = new Map<string, number>();
  return groups?.map((group) => {
    const number = numbers.get(group) ?? numbers.size + 1;
    numbers.set(group, number);
    return number;
  });
}

/**
 * The features alone, in the same spelling: captured traffic, whose outcome is not known. Read it with readTraffic.
 * @throws RangeError where the table lacks a feature of the use case.
 */
export function trafficCsv(table: Table, spec: Pick<TableSpec, 'features'>): string {
  const columns = featureColumns(table, spec);
  const lines = [columns.map(({ name }) => quoted(name)).join(',')];
  for (let row = 0; row < table.rowCount; row += 1)
    lines.push(columns.map(({ values }) => cellText(values[row] ?? null)).join(','));
  return `${lines.join('\n')}\n`;
}

const featureColumns = (table: Table, spec: Pick<TableSpec, 'features'>): Column[] =>
  spec.features.map(({ name }) => {
    const column = columnOf(table, name);
    if (!column)
      throw new RangeError(`column ${name}: got none in the table, expected each feature of the use case`);
    return column;
  });

/** SHA-256 of a snapshot's bytes, 64 hex digits. */
export const snapshotHash = (csv: string | Uint8Array): string =>
  createHash('sha256').update(csv).digest('hex');

function cellText(value: number | string | null): string {
  if (value === null) return '';
  if (typeof value === 'string') return quoted(value);
  return Number.isNaN(value) ? '' : String(value);
}

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

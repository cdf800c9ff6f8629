import { categoricalCell, expectationOf, isMissing, numericCell, type QuarantineReason } from './cell.ts';
import { ColumnBuilder } from './column-builder.ts';
import type { FeatureSpec, TableSpec } from './features.ts';
import { planHeader, type HeaderPlan } from './header.ts';
import type { LabelledTable, Subgroup } from './labelled.ts';
import type { CleaningReport, ColumnProblem, QuarantinedCell } from './report.ts';
import type { Table } from './table.ts';

export interface CleaningOptions {
  /** Names the file in an error. Default "table". */
  readonly what?: string;
  /**
   * Rows with the same features: `quarantine` keeps the first one (default with a target), `keep` keeps all (default
   * without one: two patients may ask the same question).
   */
  readonly duplicates?: 'quarantine' | 'keep';
}

export interface CleanFeatures {
  /** The features in the order of the use case; no target, no identifiers. */
  readonly table: Table;
  /** For each kept row its number in the input, counted from 1 below the header. */
  readonly rowNumbers: readonly number[];
  readonly report: CleaningReport;
  readonly quarantined: readonly QuarantinedCell[];
}

export interface CleanTable extends CleanFeatures, LabelledTable {
  readonly subgroups: readonly Subgroup[];
}

/**
 * A table with its target, ready to train on. A row with anything wrong in it is set aside whole, with a reason for
 * each wrong cell; nothing is dropped silently.
 * @param records the rows' cells as text, in the order of `header`.
 * @throws InvalidInputError where a column is missing or there twice.
 */
export function cleanTable(
  header: readonly string[],
  records: Iterable<readonly string[]>,
  spec: TableSpec,
  options: CleaningOptions = {},
): CleanTable {
  const cleaner = new TableCleaner(header, spec, { ...options, withTarget: true });
  for (const record of records) cleaner.add(record);
  return cleaner.finish();
}

/** As cleanTable, for rows that are to be predicted or compared: a target column is neither needed nor read. */
export function cleanFeatures(
  header: readonly string[],
  records: Iterable<readonly string[]>,
  spec: TableSpec,
  options: CleaningOptions = {},
): CleanFeatures {
  const cleaner = new TableCleaner(header, spec, { ...options, withTarget: false });
  for (const record of records) cleaner.add(record);
  const { labels: _, subgroups: __, ...features } = cleaner.finish();
  return features;
}

/** Cleaning row by row, for what is read as a stream. */
export class TableCleaner {
  readonly #spec: TableSpec;
  readonly #plan: HeaderPlan;
  readonly #withTarget: boolean;
  readonly #seen: Map<string, number> | undefined;
  readonly #columns: readonly ColumnBuilder[];
  readonly #labels: number[] = [];
  readonly #subgroups: readonly string[][];
  readonly #groups: string[] = [];
  readonly #rowNumbers: number[] = [];
  readonly #quarantined: QuarantinedCell[] = [];
  readonly #problems = new Map<string, Mutable<ColumnProblem>>();
  #rowsRead = 0;

  constructor(
    header: readonly string[],
    spec: TableSpec,
    options: CleaningOptions & { readonly withTarget: boolean },
  ) {
    this.#spec = spec;
    this.#withTarget = options.withTarget;
    this.#plan = planHeader(header, spec, { withTarget: options.withTarget, what: options.what ?? 'table' });
    this.#columns = this.#plan.features.map(({ feature }) => new ColumnBuilder(feature));
    this.#subgroups = this.#plan.subgroups.map(() => []);
    const duplicates = options.duplicates ?? (options.withTarget ? 'quarantine' : 'keep');
    this.#seen = duplicates === 'quarantine' ? new Map() : undefined;
  }

  /** Adds the next row. */
  add(record: readonly string[]): void {
    this.#rowsRead += 1;
    if (record.length > this.#plan.width || record.length <= this.#plan.lastUsed) {
      const expected = `${this.#plan.width} cells, as in the header`;
      this.#setAside('(row)', 'wrong-cell-count', expected);
      return;
    }
    if (this.#isExcluded(record)) return;
    const values = this.#readFeatures(record);
    const label = this.#withTarget ? this.#readTarget(record) : 0;
    const group = this.#plan.groupAt === undefined ? undefined : (record[this.#plan.groupAt] ?? '').trim();
    if (!values || label === undefined || this.#isRepeated(values, label, group)) return;
    values.forEach((value, i) => {
      this.#columns[i]!.push(value);
    });
    this.#labels.push(label);
    // A row that names no patient is a patient of its own.
    if (group !== undefined) this.#groups.push(isMissing(group) ? `row ${this.#rowsRead}` : group);
    this.#plan.subgroups.forEach(({ at }, i) => {
      const text = (record[at] ?? '').trim();
      this.#subgroups[i]!.push(isMissing(text) ? unknownGroup : text);
    });
    this.#rowNumbers.push(this.#rowsRead);
  }

  finish(): CleanTable {
    const columns = this.#columns.map((builder) => builder.column());
    const labels = this.#withTarget ? Uint8Array.from(this.#labels) : new Uint8Array(0);
    const positive = labels.reduce((sum, label) => sum + label, 0);
    const { features, droppedIds, dropped, unknown } = this.#plan;
    const used = [
      ...new Set([
        ...features.map(({ feature }) => feature.name),
        ...this.#plan.subgroups.map(({ column }) => column),
      ]),
    ];
    if (this.#withTarget) used.push(this.#spec.target.name);
    const rowsKept = this.#rowNumbers.length;
    return {
      table: { rowCount: rowsKept, columns },
      labels,
      subgroups: this.#plan.subgroups.map(({ column }, i) => ({ column, groupOf: this.#subgroups[i]! })),
      ...(this.#plan.groupAt === undefined ? {} : { groups: this.#groups }),
      rowNumbers: this.#rowNumbers,
      quarantined: this.#quarantined,
      report: {
        rowsRead: this.#rowsRead,
        rowsKept,
        rowsQuarantined: this.#rowsRead - rowsKept,
        columns: { used, droppedIds, dropped, unknown },
        missing: this.#columns
          .map((builder) => ({ column: builder.name, rows: builder.missing }))
          .filter(({ rows }) => rows > 0),
        problems: [...this.#problems.values()].sort((a, b) => b.rows - a.rows),
        ...(this.#withTarget ? { labels: { positive, negative: rowsKept - positive } } : {}),
      },
    };
  }

  #readFeatures(record: readonly string[]): (number | string | null)[] | undefined {
    const values: (number | string | null)[] = [];
    for (const { feature, at } of this.#plan.features) {
      const text = (record[at] ?? '').trim();
      const cell = readCell(text, feature);
      if (cell.ok) values.push(cell.value);
      else this.#setAside(feature.name, cell.reason, expectationOf(feature));
    }
    return values.length === this.#plan.features.length ? values : undefined;
  }

  #readTarget(record: readonly string[]): 0 | 1 | undefined {
    const { name, positive, negative } = this.#spec.target;
    const text = (record[this.#plan.targetAt ?? -1] ?? '').trim();
    if (text === positive.value) return 1;
    if (text === negative.value || negative.otherValues?.includes(text)) return 0;
    this.#setAside(
      name,
      text === '' ? 'missing-value' : 'unknown-target',
      [positive.value, negative.value, ...(negative.otherValues ?? [])].join(' or '),
    );
    return undefined;
  }

  #isExcluded(record: readonly string[]): boolean {
    const found = this.#plan.exclusions.find(({ rule, at }) =>
      rule.values.includes((record[at] ?? '').trim()),
    );
    if (found) this.#setAside(found.rule.column, 'excluded', found.rule.because);
    return found !== undefined;
  }

  #isRepeated(values: readonly (number | string | null)[], label: number, group?: string): boolean {
    if (!this.#seen) return false;
    // JSON keeps 1 and "1" apart and is as exact as the numbers are.
    const key = JSON.stringify(group === undefined ? values : [...values, group]);
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.#seen.set(key, label);
      return false;
    }
    this.#setAside('(row)', before === label ? 'duplicate-row' : 'conflicting-label', 'each row once');
    return true;
  }

  #setAside(column: string, reason: QuarantineReason, expected: string): void {
    this.#quarantined.push({ row: this.#rowsRead, column, reason });
    const key = `${column}\n${reason}`;
    const problem = this.#problems.get(key);
    if (!problem) {
      this.#problems.set(key, { column, reason, rows: 1, firstRows: [this.#rowsRead], expected });
      return;
    }
    problem.rows += 1;
    if (problem.firstRows.length < 5) problem.firstRows = [...problem.firstRows, this.#rowsRead];
  }
}

/** The group of rows whose subgroup column says nothing. */
const unknownGroup = 'unknown';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const readCell = (text: string, feature: FeatureSpec) =>
  feature.kind === 'numeric' ? numericCell(text, feature) : categoricalCell(text, feature);

import { jointRowsAtMost } from './baseline.ts';
import { categoryCounts } from './categories.ts';
import type { ColumnProfile, DriftColumnSpec } from './columns.ts';
import { HistogramBuilder } from './histogram.ts';
import type { JointColumn } from './joint.ts';
import { RowReservoir } from './reservoir.ts';

/**
 * A column with more different values than this is an identifier or free text: its counts would grow with the rows.
 */
export const categoriesAtMost = 5000;

/** A stream of rows, reduced: the parts of a baseline or a window. */
export interface ReducedTable {
  readonly rows: number;
  readonly profiles: readonly ColumnProfile[];
  /** Rows of the numeric columns, at most `jointRowsAtMost`. */
  readonly sample: readonly JointColumn[];
  /** Columns left out for having more than `categoriesAtMost` different values. */
  readonly tooMany: readonly string[];
}

/** Where in a row a watched column is. */
export interface ReducedColumn extends DriftColumnSpec {
  readonly at: number;
}

/** Reduces rows one by one, in constant memory. A row's values are taken from the arrays' places `at`. */
export class TableReducer {
  private readonly numericAt: readonly number[];
  private readonly builders: readonly HistogramBuilder[];
  private readonly textAt: readonly number[];
  private readonly counts: Map<string, number>[];
  private readonly missing: number[];
  private readonly reservoir = new RowReservoir(jointRowsAtMost);
  private readonly sampled: number[][];
  private readonly columns: readonly ReducedColumn[];
  private rows = 0;

  constructor(columns: readonly ReducedColumn[]) {
    this.columns = columns;
    this.numericAt = columns.filter(({ kind }) => kind === 'numeric').map(({ at }) => at);
    this.builders = this.numericAt.map(() => new HistogramBuilder());
    this.sampled = this.numericAt.map(() => []);
    this.textAt = columns.filter(({ kind }) => kind === 'categorical').map(({ at }) => at);
    this.counts = this.textAt.map(() => new Map<string, number>());
    this.missing = this.textAt.map(() => 0);
  }

  row(numbers: Float64Array, texts: readonly (string | null)[]): void {
    this.rows += 1;
    const { numericAt, builders, textAt } = this;
    for (let i = 0; i < numericAt.length; i += 1) builders[i]!.add(numbers[numericAt[i]!]!);
    for (let i = 0; i < textAt.length; i += 1) {
      const text = texts[textAt[i]!] ?? null;
      const counts = this.counts[i]!;
      if (text === null) this.missing[i]! += 1;
      else if (counts.size <= categoriesAtMost) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const place = this.reservoir.place();
    if (place < 0) return;
    for (let i = 0; i < numericAt.length; i += 1) this.sampled[i]![place] = numbers[numericAt[i]!]!;
  }

  finish(): ReducedTable {
    const profiles: ColumnProfile[] = [];
    const sample: JointColumn[] = [];
    const tooMany: string[] = [];
    let numeric = 0;
    let text = 0;
    for (const { name, kind, unit } of this.columns) {
      const named = { name, ...(unit === undefined ? {} : { unit }) };
      if (kind === 'numeric') {
        profiles.push({ ...named, values: this.builders[numeric]!.finish() });
        sample.push({ name, values: Float64Array.from(this.sampled[numeric]!) });
        numeric += 1;
        continue;
      }
      const counts = this.counts[text]!;
      if (counts.size > categoriesAtMost) tooMany.push(name);
      profiles.push({ ...named, values: categoryCounts(counts, this.missing[text]!) });
      text += 1;
    }
    return { rows: this.rows, profiles, sample, tooMany };
  }
}

import { binKey } from '../../domain/drift/float-bin.ts';
import { emptyHistogram, type NumericHistogram } from '../../domain/drift/histogram.ts';
import type { DriftBaseline, WindowSummary } from '../../domain/drift/index.ts';
import { rowDistances } from '../../domain/drift/joint.ts';
import type { NumericTable } from './wisconsin.ts';

/** The table's rows in one column: the bins that occur, and each row's place among them. */
interface BinnedColumn {
  readonly keys: readonly number[];
  readonly place: Int32Array;
}

/**
 * Summaries of windows that are drawn from one table: bins and distances of its rows are looked up, not computed
 * anew, so that ten thousand windows take seconds. Only what the rule looks at is filled in.
 */
export class FastWindows {
  private readonly columns: readonly BinnedColumn[];
  private readonly names: readonly string[];
  private readonly distances: BinnedColumn | undefined;

  constructor(baseline: DriftBaseline, table: NumericTable) {
    this.names = table.columns.map(({ name }) => name);
    this.columns = table.columns.map(({ values }) => binned(values));
    const { joint } = baseline;
    const used = table.columns.filter(({ name }) => joint?.columns.includes(name));
    this.distances = joint && binned(rowDistances(joint, used));
  }

  summarize(rows: Int32Array): WindowSummary {
    return {
      schemaVersion: 1,
      kind: 'drift-window',
      id: 'w',
      from: '',
      to: '',
      rows: rows.length,
      columns: this.columns.map((column, i) => ({ name: this.names[i]!, values: count(column, rows) })),
      ...(this.distances
        ? { joint: { rows: rows.length, distances: count(this.distances, rows), sums: [], products: [] } }
        : {}),
    };
  }
}

function binned(values: Float64Array): BinnedColumn {
  const keys = [...new Set([...values].map(binKey))].sort((a, b) => a - b);
  const places = new Map(keys.map((key, i) => [key, i]));
  return { keys, place: Int32Array.from(values, (x) => places.get(binKey(x))!) };
}

function count({ keys, place }: BinnedColumn, rows: Int32Array): NumericHistogram {
  const counts = new Int32Array(keys.length);
  for (const row of rows) counts[place[row]!]! += 1;
  const seen = keys.flatMap((_, i) => (counts[i]! > 0 ? [i] : []));
  return {
    ...emptyHistogram,
    n: rows.length,
    keys: seen.map((i) => keys[i]!),
    counts: seen.map((i) => counts[i]!),
  };
}

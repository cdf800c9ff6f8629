import type { QuarantineReason } from './cell.ts';
import { quarantineWords } from './quarantine-words.ts';

/** One thing that was wrong, over all rows. */
export interface ColumnProblem {
  /** The column's name, or `(row)` for what concerns a whole row. */
  readonly column: string;
  readonly reason: QuarantineReason;
  readonly rows: number;
  /** Up to five of the rows, counted from 1 below the header. */
  readonly firstRows: readonly number[];
  readonly expected: string;
}

/** A cell, or with column `(row)` a row, that was set aside. Holds no value. */
export interface QuarantinedCell {
  /** Counted from 1 below the header. */
  readonly row: number;
  readonly column: string;
  readonly reason: QuarantineReason;
}

/** What cleaning did to a table: every row and column of the input is accounted for. */
export interface CleaningReport {
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly rowsQuarantined: number;
  readonly columns: {
    readonly used: readonly string[];
    readonly droppedIds: readonly string[];
    readonly dropped: readonly string[];
    /** In the file, not in the use case: ignored. */
    readonly unknown: readonly string[];
  };
  /** Missing values among the kept rows, for features where that is allowed. */
  readonly missing: readonly { readonly column: string; readonly rows: number }[];
  /** Most frequent first. */
  readonly problems: readonly ColumnProblem[];
  /** Kept rows by label; absent where no target was read. */
  readonly labels?: { readonly positive: number; readonly negative: number };
}

/** The report in sentences, one an entry, the most important first. */
export function describeCleaning(report: CleaningReport): string[] {
  const { columns } = report;
  const lines = [
    `${report.rowsKept} of ${report.rowsRead} rows kept, ${report.rowsQuarantined} set aside` +
      (report.labels ? ` (${report.labels.positive} positive, ${report.labels.negative} negative kept)` : ''),
  ];
  for (const { column, reason, rows, firstRows, expected } of report.problems) {
    if (reason === 'excluded') {
      lines.push(`${column}: ${counted(rows, 'row')} left out: ${expected}`);
      continue;
    }
    const more = rows > firstRows.length ? ', …' : '';
    lines.push(
      `${column}: ${quarantineWords[reason]} in ${counted(rows, 'row')} (${firstRows.join(', ')}${more}); expected ${expected}`,
    );
  }
  if (columns.unknown.length > 0) lines.push(`unknown columns, ignored: ${columns.unknown.join(', ')}`);
  if (columns.droppedIds.length > 0) lines.push(`identifiers, dropped: ${columns.droppedIds.join(', ')}`);
  if (columns.dropped.length > 0) lines.push(`not used, dropped: ${columns.dropped.join(', ')}`);
  for (const { column, rows } of report.missing)
    lines.push(`${column}: missing in ${counted(rows, 'kept row')}`);
  return lines;
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

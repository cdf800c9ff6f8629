import { dateText, windowName, formatNumber, formatPercent, withUnit } from '../format.ts';
import type { DriftColumn, DriftReport } from '../report-schema.ts';
import { byWeight } from '../sentence.ts';

/** What a report shows first and what it folds. */
export interface Arranged {
  readonly moved: readonly DriftColumn[];
  readonly rest: readonly DriftColumn[];
}

export function arrange(report: DriftReport): Arranged {
  const isMoved = ({ flagged, confirmed }: DriftColumn): boolean => flagged || confirmed;
  return {
    moved: report.columns.filter(isMoved).sort(byWeight),
    rest: report.columns.filter((column) => !isMoved(column)).sort((a, b) => b.psi - a.psi),
  };
}

/** The state in two or three words. */
export function stateOf(report: DriftReport): {
  readonly label: string;
  readonly level: 'calm' | 'seen' | 'event';
} {
  if (report.event) return { label: 'Drift confirmed', level: 'event' };
  return report.drifted ? { label: 'Drift seen once', level: 'seen' } : { label: 'No drift', level: 'calm' };
}

/** "+0.94 sd", or "" for a column without a mean. */
export function shiftText({ shiftInSd }: DriftColumn): string {
  if (shiftInSd === undefined) return '';
  return `${shiftInSd < 0 ? '−' : '+'}${Math.abs(shiftInSd).toFixed(2)} sd`;
}

/** "19.38 → 23.58 mm": means of a numeric column; the missing rates where those moved alone. */
export function changeText(column: DriftColumn): string {
  if (column.reasons.length === 1 && column.reasons[0] === 'missing') {
    return `missing ${formatPercent(column.missingRate.before)} → ${formatPercent(column.missingRate.now)}`;
  }
  if (column.mean) {
    return `${formatNumber(column.mean.before)} → ${withUnit(formatNumber(column.mean.now), column.unit)}`;
  }
  const { length } = column.newCategories;
  return length > 0 ? `${length} new ${length === 1 ? 'category' : 'categories'}` : '';
}

/** The rule's settings and what they can see, for the foot. */
export function footLines(report: DriftReport): string[] {
  const { rule, window, baseline, detectableShiftInSd: limit } = report;
  const rows = (n: number): string => `${n.toLocaleString('en-US')} rows`;
  return [
    `Window ${windowName(window)}: ${rows(window.rows)}${spanText(window)}. Reference ${baseline.source}: ${rows(baseline.rows)}, described ${dateText(baseline.createdAt)}.`,
    report.previousWindow
      ? `Read together with the window before, ${windowName(report.previousWindow)} (${rows(report.previousWindow.rows)}).`
      : 'There is no window before this one, so nothing can be confirmed yet.',
    `Rule: Kolmogorov-Smirnov and Kuiper (chi-square for categories) on each column and on the joint distance of all; a column is flagged at p ≤ ${report.flagP.toExponential(1)} with a PSI of at least ${rule.psiFloor}, so that about ${formatNumber(rule.falseAlarmRate * 1e4)} in 10,000 undisturbed windows has a flag; the next window confirms it at p ≤ ${rule.confirmationP}.`,
    limit === null
      ? 'A window of this size is too small to see a shift of one feature at once.'
      : `In a window of this size a shift of ${limit.toFixed(2)} standard deviations of one feature is flagged at once in 9 of 10 cases; smaller ones need more rows or more windows. A changed meaning of the diagnosis is not seen here: the model's quality on confirmed diagnoses shows that.`,
  ];
}

const spanText = ({ from, to }: DriftReport['window']): string =>
  from === '' ? '' : from === to ? `, ${dateText(from)}` : `, ${dateText(from)} to ${dateText(to)}`;

export { dateText };

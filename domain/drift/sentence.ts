import { formatChance, formatNumber, formatPercent, windowName, withUnit } from './format.ts';
import type { DriftColumn, DriftReport } from './report-schema.ts';

const namedAtMost = 3;

/** One sentence: what moved, by how much, since when, how sure. Holds means of windows, no row. */
export function sentenceOf(report: Omit<DriftReport, 'sentence'>): string {
  const moved = report.columns.filter(({ flagged, confirmed }) => flagged || confirmed).sort(byWeight);
  const { correlation } = report;
  const parts: string[] = moved.slice(0, namedAtMost).map(phraseOf);
  if (moved.length > namedAtMost) parts.push(`${moved.length - namedAtMost} more moved`);
  if (correlation && (correlation.flagged || correlation.confirmed)) {
    if (correlation.movedColumn !== undefined) {
      parts.push(
        `${correlation.movedColumn} no longer goes with the other features (with ${correlation.partner ?? 'them'}: correlation ${correlation.before?.toFixed(2) ?? '–'} → ${correlation.now?.toFixed(2) ?? '–'})`,
      );
    } else if (moved.length === 0) {
      parts.push('the features go together in another way than before');
    }
  }
  if (parts.length === 0) return quiet(report);

  const starts = [...moved.map(({ since }) => since), correlation?.since].filter((s) => s !== undefined);
  const since = starts.sort((a, b) => (a.from < b.from ? -1 : 1))[0];
  const sure = report.event ? 'confirmed by a second window' : 'not yet confirmed by a second window';
  const p = Math.min(1, ...moved.map((c) => c.p), correlation?.flagged ? correlation.p : 1);
  const when = since ? ` since window ${windowName(since)}` : '';
  return `${join(parts)}${when}: ${sure}; without drift a test shows as much ${formatChance(p)}.`;
}

/** What moved most comes first: flagged before merely confirmed, then by PSI. */
export function byWeight(a: DriftColumn, b: DriftColumn): number {
  return Number(b.flagged) - Number(a.flagged) || b.psi - a.psi;
}

function phraseOf(column: DriftColumn): string {
  const { name, unit, mean, sd, shiftInSd } = column;
  const missing = `${name} is missing in ${formatPercent(column.missingRate.now)} of the rows instead of ${formatPercent(column.missingRate.before)}`;
  if (column.reasons.length === 1 && column.reasons[0] === 'missing') return missing;
  if (column.kind === 'categorical') {
    return column.newCategories.length > 0
      ? `${name} has ${column.newCategories.length} new ${column.newCategories.length === 1 ? 'category' : 'categories'} and other shares`
      : `${name} has other shares of its categories`;
  }
  if (mean && sd && shiftInSd !== undefined && Math.abs(shiftInSd) >= 0.2) {
    return `${name} ${shiftInSd > 0 ? 'rose' : 'fell'} by ${formatNumber(round2(Math.abs(shiftInSd)))} sd (mean ${formatNumber(mean.before)} → ${withUnit(formatNumber(mean.now), unit)})`;
  }
  if (sd && sd.before !== null && sd.now !== null && sd.before > 0) {
    return `${name} ${sd.now > sd.before ? 'spreads wider' : 'spreads less'} (sd ${formatNumber(sd.before)} → ${withUnit(formatNumber(sd.now), unit)})`;
  }
  return `${name} is distributed in another way`;
}

function quiet(report: Omit<DriftReport, 'sentence'>): string {
  const limit = report.detectableShiftInSd;
  return limit === null
    ? `No feature moved, as far as ${report.window.rows} rows can tell, which are too few to see even a large shift.`
    : `No feature moved; in ${report.window.rows.toLocaleString('en-US')} rows a shift of ${formatNumber(round2(limit))} sd or more would have been seen in 9 of 10 windows.`;
}

const round2 = (x: number | undefined): number | undefined =>
  x === undefined ? undefined : Math.round(x * 100) / 100;
const join = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

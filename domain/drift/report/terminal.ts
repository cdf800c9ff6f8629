import type { DriftColumn, DriftReport } from '../report-schema.ts';
import { arrange, changeText, shiftText, stateOf } from './facts.ts';

const barWidth = 24;
/** A PSI of this and more fills the bar: nobody doubts it. */
const fullBarPsi = 1;
const restShown = 4;
const nameWidthAtMost = 28;

/** The report for a terminal: the sentence, then driftChart. Ends with a newline. */
export function driftReportText(report: DriftReport, options: { readonly color?: boolean } = {}): string {
  const { label, level } = stateOf(report);
  const colour = level === 'calm' ? 'green' : level === 'seen' ? 'yellow' : 'red';
  const state = painter(options.color ?? false)(label, colour, 'bold');
  return `${state}  ${report.sentence}\n\n${driftChart(report, options)}`;
}

/** A bar chart of the columns that moved and the next ones, and the size of the window. Ends with a newline. */
export function driftChart(report: DriftReport, options: { readonly color?: boolean } = {}): string {
  const paint = painter(options.color ?? false);
  const { moved, rest } = arrange(report);
  const shown = rest.slice(0, restShown);
  const names = [...moved, ...shown].map(({ name }) => name.length);
  const width = Math.min(nameWidthAtMost, Math.max(8, ...names));
  const lines = [
    paint(`  ${'PSI of'.padEnd(width)}  0${' '.repeat(barWidth - 2)}≥${fullBarPsi}`, 'dim'),
    ...moved.map((column) => paint(lineOf(column, width, '█'), 'yellow')),
    ...shown.map((column) => paint(lineOf(column, width, '▒'), 'dim')),
  ];
  const { correlation } = report;
  if (correlation?.movedColumn !== undefined) {
    lines.push(
      paint(
        `  ${correlation.movedColumn} and ${correlation.partner ?? 'the others'}: correlation ${correlation.before?.toFixed(2) ?? '–'} → ${correlation.now?.toFixed(2) ?? '–'}`,
        'yellow',
      ),
    );
  }
  const more = rest.length - shown.length;
  if (more > 0) lines.push(paint(`  and ${more} more that moved less`, 'dim'));
  const limit = report.detectableShiftInSd;
  lines.push(
    '',
    paint(
      `  ${report.window.rows.toLocaleString('en-US')} rows against ${report.baseline.rows.toLocaleString('en-US')}${limit === null ? '' : `; shifts from ${limit.toFixed(2)} sd are seen at once in 9 of 10 windows`}`,
      'dim',
    ),
  );
  return `${lines.join('\n')}\n`;
}

function lineOf(column: DriftColumn, width: number, block: string): string {
  const length = Math.round((Math.min(column.psi, fullBarPsi) / fullBarPsi) * barWidth);
  const bar = (column.psi > 0 && length === 0 ? '▏' : block.repeat(length)).padEnd(barWidth);
  const name = column.name.length > width ? `${column.name.slice(0, width - 1)}…` : column.name.padEnd(width);
  return `  ${name}  ${bar} ${column.psi.toFixed(2).padStart(6)}  ${shiftText(column).padStart(10)}  ${changeText(column)}`.trimEnd();
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

const painter =
  (color: boolean) =>
  (text: string, ...styles: readonly (keyof typeof codes)[]): string =>
    color ? `\u001B[${styles.map((style) => codes[style]).join(';')}m${text}\u001B[0m` : text;

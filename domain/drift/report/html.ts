import { windowName, formatNumber, formatPercent, withUnit } from '../format.ts';
import type { DriftColumn, DriftReport } from '../report-schema.ts';
import { distributionChart, sparkline } from './chart.ts';
import { escapeHtml } from './escape.ts';
import { arrange, changeText, dateText, footLines, shiftText, stateOf } from './facts.ts';
import { pageStyle } from './page-style.ts';

/**
 * The report as one HTML file that needs no network and runs no script: the sentence, the columns that moved with
 * both distributions, the others folded. Holds coarse shares and window statistics, no row.
 */
export function driftReportHtml(report: DriftReport): string {
  const { moved, rest } = arrange(report);
  const state = stateOf(report);
  const title = `Drift: ${report.useCase ?? report.baseline.source}, ${windowName(report.window)}`;
  const kicker = [
    ...(report.useCase === undefined ? [] : [report.useCase]),
    `window ${windowName(report.window)}`,
    `${report.window.rows.toLocaleString('en-US')} rows`,
    ...(report.baseline.modelVersion === undefined ? [] : [`model ${report.baseline.modelVersion}`]),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${pageStyle}</style></head><body><main>
<div class="kicker"><span class="state ${state.level}">${state.label}</span>${kicker.map((text) => `<span>${escapeHtml(text)}</span>`).join('')}</div>
<h1>${escapeHtml(report.sentence)}</h1>
${correlationNote(report)}${movedCards(moved)}
${restTable(rest, moved.length === 0)}
<footer>${footLines(report)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join(
      '',
    )}${report.baseline.sha256 === undefined ? '' : `<p>Baseline SHA-256 ${escapeHtml(report.baseline.sha256)}</p>`}</footer>
</main></body></html>
`;
}

function correlationNote({ correlation }: DriftReport): string {
  if (!correlation?.movedColumn || correlation.partner === undefined) return '';
  const { movedColumn, partner, before, now } = correlation;
  return `<p class="note"><b>${escapeHtml(movedColumn)}</b> no longer goes with the other features: its correlation with ${escapeHtml(partner)} went from ${before?.toFixed(2) ?? '–'} to ${now?.toFixed(2) ?? '–'}. No feature by itself shows this.</p>\n`;
}

function movedCards(moved: readonly DriftColumn[]): string {
  if (moved.length === 0) return '';
  return `<h2>${moved.length === 1 ? 'The column that moved' : `The ${moved.length} columns that moved`}</h2>
<p class="legend"><span><i class="before"></i>reference</span><span><i class="now"></i>this window</span></p>
<div class="cards">${moved.map(card).join('\n')}</div>`;
}

function card(column: DriftColumn): string {
  const { name, unit } = column;
  const missingAlone = column.reasons.length === 1 && column.reasons[0] === 'missing';
  const shift = missingAlone ? '' : shiftText(column);
  const lead = [
    ...(shift ? [`<b>${shift}</b>`] : []),
    ...(changeText(column) ? [escapeHtml(changeText(column))] : []),
    ...(column.since ? [`since ${escapeHtml(windowName(column.since))}${sinceDate(column)}`] : []),
    column.confirmed ? 'confirmed' : 'not yet confirmed',
  ].join(' · ');
  return `<article class="card"><h3>${escapeHtml(name)}${unit && unit !== '1' ? ` <small>${escapeHtml(unit)}</small>` : ''}</h3><p class="lead">${lead}</p>${distributionChart(column)}<dl>${factsOf(
    column,
  )
    .map(([term, value]) => `<div><dt>${term}</dt><dd>${escapeHtml(value)}</dd></div>`)
    .join('')}</dl></article>`;
}

const sinceDate = ({ since }: DriftColumn): string =>
  since && since.from !== '' && !windowName(since).includes(since.from.slice(0, 10))
    ? `, ${escapeHtml(dateText(since.from))}`
    : '';

function factsOf(column: DriftColumn): [string, string][] {
  const { mean, median, sd, unit, ks, kuiper, chiSquare, missingRate } = column;
  const change = (pair: { before: number | null; now: number | null }): string =>
    `${formatNumber(pair.before)} → ${withUnit(formatNumber(pair.now), unit)}`;
  return [
    ...(mean ? [['Mean', change(mean)] as [string, string]] : []),
    ...(median ? [['Median', change(median)] as [string, string]] : []),
    ...(sd ? [['Spread (sd)', change(sd)] as [string, string]] : []),
    ['PSI', column.psi.toFixed(3)],
    ...(ks ? [['KS', `D ${ks.d.toFixed(3)}, ${pText(ks.p)}`] as [string, string]] : []),
    ...(kuiper ? [['Kuiper', `V ${kuiper.v.toFixed(3)}, ${pText(kuiper.p)}`] as [string, string]] : []),
    ...(chiSquare
      ? [['Chi-square', `${chiSquare.statistic.toFixed(1)}, ${pText(chiSquare.p)}`] as [string, string]]
      : []),
    ['Jensen-Shannon', column.jensenShannon.toFixed(3)],
    ...(column.wasserstein === undefined
      ? []
      : [['Wasserstein', withUnit(formatNumber(column.wasserstein), unit)] as [string, string]]),
    ['Missing', `${formatPercent(missingRate.before)} → ${formatPercent(missingRate.now)}`],
    ...(column.newCategories.length > 0
      ? [['New categories', column.newCategories.join(', ')] as [string, string]]
      : []),
  ];
}

function restTable(rest: readonly DriftColumn[], open: boolean): string {
  if (rest.length === 0) return '';
  const rows = rest.map(
    (column) =>
      `<tr><th scope="row">${escapeHtml(column.name)}</th><td>${sparkline(column)}</td><td>${column.psi.toFixed(3)}</td><td>${shiftText(column)}</td><td>${escapeHtml(changeText(column))}</td><td>${pText(column.pNow).replace('p ', '')}</td><td>${formatPercent(column.missingRate.before)} → ${formatPercent(column.missingRate.now)}</td></tr>`,
  );
  return `<details${open ? ' open' : ''}><summary>${rest.length} column${rest.length === 1 ? ' shows' : 's show'} no drift</summary><div class="scroll"><table class="rest"><thead><tr><th>Column</th><th>Reference and window</th><th>PSI</th><th>Shift</th><th>Mean</th><th>smallest p</th><th>Missing</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details>`;
}

function pText(p: number): string {
  if (p < 1e-12) return 'p < 1e-12';
  return p < 0.001 ? `p ${p.toExponential(1)}` : `p ${p.toFixed(3)}`;
}

import { formatNumber, formatPercent } from '../format.ts';
import type { DriftColumn } from '../report-schema.ts';
import { niceTicks } from './axis.ts';
import { escapeHtml } from './escape.ts';

const width = 560;
const height = 190;
const plot = { left: 8, right: 8, top: 12, bottom: 30 };
const n2 = (x: number): string => String(Math.round(x * 100) / 100);

/**
 * Both distributions over each other, in the column's own unit; means as dashed lines. Inline SVG, coloured by the
 * page's CSS.
 */
export function distributionChart(column: DriftColumn): string {
  const { distribution } = column;
  if (!distribution) return '<p class="none">One side has no value.</p>';
  return distribution.kind === 'numeric'
    ? numericChart(column, distribution)
    : categoryChart(column, distribution);
}

function numericChart(
  column: DriftColumn,
  { edges, before, now }: { edges: number[]; before: number[]; now: number[] },
): string {
  const from = edges[0] ?? 0;
  const to = edges.at(-1) ?? 1;
  const top = Math.max(...before, ...now, 1e-9);
  const inside = width - plot.left - plot.right;
  const base = height - plot.bottom;
  const x = (value: number): number =>
    plot.left + Math.min(1, Math.max(0, (value - from) / (to - from))) * inside;
  const y = (share: number): number => base - (share / top) * (base - plot.top);
  const unit = column.unit === undefined || column.unit === '1' ? '' : column.unit;
  const ticks = niceTicks(from, to)
    .map(
      (tick) =>
        `<line class="tick" x1="${n2(x(tick))}" x2="${n2(x(tick))}" y1="${base}" y2="${base + 4}"/><text x="${n2(Math.min(width - 14, Math.max(14, x(tick))))}" y="${base + 17}">${formatNumber(tick)}</text>`,
    )
    .join('');
  const meanLine = (value: number | null | undefined, side: string): string =>
    value === null || value === undefined
      ? ''
      : `<line class="mean ${side}" x1="${n2(x(value))}" x2="${n2(x(value))}" y1="${plot.top - 6}" y2="${base}"/>`;
  const title = `${column.name}${unit ? ` in ${unit}` : ''}: reference and this window`;
  return (
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">` +
    `<path class="area before" d="${steps(before, edges, x, y, base)}"/>` +
    `<path class="area now" d="${steps(now, edges, x, y, base)}"/>` +
    meanLine(column.mean?.before, 'before') +
    meanLine(column.mean?.now, 'now') +
    `<line class="base" x1="${plot.left}" x2="${width - plot.right}" y1="${base}" y2="${base}"/>${ticks}</svg>`
  );
}

/** The outline of a histogram as a closed path. */
function steps(
  shares: readonly number[],
  edges: readonly number[],
  x: (value: number) => number,
  y: (share: number) => number,
  base: number,
): string {
  const parts = shares.map((share, i) => `V${n2(y(share))}H${n2(x(edges[i + 1] ?? 0))}`);
  return `M${n2(x(edges[0] ?? 0))},${base}${parts.join('')}V${base}Z`;
}

function categoryChart(
  column: DriftColumn,
  { categories, before, now }: { categories: string[]; before: number[]; now: number[] },
): string {
  const top = Math.max(...before, ...now, 1e-9);
  const fresh = new Set(column.newCategories);
  const rows = categories.map((name, i) => {
    const bar = (share: number, side: string): string =>
      `<span class="bar ${side}" style="width:calc((100% - 52px) * ${(share / top).toFixed(3)})"></span><span class="share">${formatPercent(share)}</span>`;
    return `<tr><th scope="row">${escapeHtml(name)}${fresh.has(name) ? ' <em>new</em>' : ''}</th><td><div>${bar(before[i] ?? 0, 'before')}</div><div>${bar(now[i] ?? 0, 'now')}</div></td></tr>`;
  });
  return `<table class="categories">${rows.join('')}</table>`;
}

/** The two outlines alone, for a table row. */
export function sparkline(column: DriftColumn): string {
  const { distribution } = column;
  if (!distribution) return '';
  const { before, now } = distribution;
  const top = Math.max(...before, ...now, 1e-9);
  const edges = Array.from({ length: before.length + 1 }, (_, i) => i);
  const x = (value: number): number => (value / before.length) * 120;
  const y = (share: number): number => 26 - (share / top) * 24;
  return (
    `<svg class="spark" viewBox="0 0 120 27" aria-hidden="true">` +
    `<path class="area before" d="${steps(before, edges, x, y, 26)}"/><path class="area now" d="${steps(now, edges, x, y, 26)}"/></svg>`
  );
}

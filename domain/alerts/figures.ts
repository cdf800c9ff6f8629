import type { Notification } from '../events/notification.ts';

type MetricChange = NonNullable<Notification['metrics']>[number];

/** A metric for people: four digits are what a test set of some hundred rows can tell apart. */
const figure = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(4));

/** The change with its sign; nothing where a side is missing. */
function changeOf({ before, after }: MetricChange): string {
  if (before === null || after === null) return '';
  const change = after - before;
  return `${change > 0 ? '+' : change < 0 ? '\u2212' : '±'}${Math.abs(change).toFixed(4)}`;
}

/** Metrics before and after, side by side, as columns of text of one width. */
export function metricTable(metrics: readonly MetricChange[]): string[] {
  const rows = metrics.map((metric) => [
    metric.name,
    figure(metric.before),
    figure(metric.after),
    changeOf(metric),
  ]);
  const table = [['metric', 'before', 'after', 'change'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** At most `limit` characters (UTF-16 units, as Slack and SNS count), cut between characters, with a mark where cut. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

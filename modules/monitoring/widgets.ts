import { isMath, type Metric, type MetricMath } from './metric.ts';

/** A line on a graph. */
interface Line {
  readonly metric: Metric | MetricMath;
  readonly label?: string;
  /** The right axis is for another unit. */
  readonly axis?: 'left' | 'right';
  /** `#d62728`. */
  readonly color?: string;
}

export type Widget =
  /** Markdown. */
  | { readonly kind: 'text'; readonly markdown: string }
  | {
      readonly kind: 'graph';
      readonly title: string;
      readonly lines: readonly Line[];
      readonly unit?: string;
      /** Drawn across the graph: an alarm's threshold, the latency that was promised. */
      readonly marks?: readonly { readonly label: string; readonly value: number }[];
      readonly stacked?: boolean;
    }
  /** The newest value of each line, large. */
  | { readonly kind: 'number'; readonly title: string; readonly lines: readonly Line[] }
  | { readonly kind: 'alarms'; readonly title: string; readonly alarmArns: readonly string[] }
  /** A query of CloudWatch Logs Insights over log groups. */
  | {
      readonly kind: 'log';
      readonly title: string;
      readonly logGroupNames: readonly string[];
      readonly query: string;
    };

/** One widget in the form that CloudWatch reads, without its place. */
export function widgetJson(widget: Widget, region: string): { type: string; properties: object } {
  switch (widget.kind) {
    case 'text':
      return { type: 'text', properties: { markdown: widget.markdown } };
    case 'graph':
      return {
        type: 'metric',
        properties: {
          title: widget.title,
          region,
          view: 'timeSeries',
          stacked: widget.stacked ?? false,
          metrics: metricsJson(widget.lines),
          yAxis: { left: { min: 0, label: widget.unit, showUnits: widget.unit === undefined } },
          annotations: { horizontal: widget.marks ?? [] },
        },
      };
    case 'number':
      return {
        type: 'metric',
        properties: { title: widget.title, region, view: 'singleValue', metrics: metricsJson(widget.lines) },
      };
    case 'alarms':
      return { type: 'alarm', properties: { title: widget.title, alarms: widget.alarmArns } };
    case 'log':
      return {
        type: 'log',
        properties: {
          title: widget.title,
          region,
          view: 'table',
          query: [...widget.logGroupNames.map((name) => `SOURCE '${name}'`), widget.query].join(' | '),
        },
      };
  }
}

/** CloudWatch's rows: `[namespace, name, dimension, value, …, options]`; an expression's metrics are hidden rows. */
const metricsJson = (lines: readonly Line[]): readonly unknown[] =>
  lines.flatMap((line, index) => {
    const options = { label: line.label, yAxis: line.axis, color: line.color };
    if (!isMath(line.metric)) return [rowOf(line.metric, options)];
    const { expression, label, metrics } = line.metric;
    // Ids are shared by the whole graph, so each line's get its own ending.
    const idOf = (id: string): string => `${id}_${index}`;
    const renamed = Object.keys(metrics).reduce(
      (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), idOf(id)),
      expression,
    );
    return [
      [{ expression: renamed, id: `e${index}`, ...options, label: line.label ?? label }],
      ...Object.entries(metrics).map(([id, metric]) => rowOf(metric, { id: idOf(id), visible: false })),
    ];
  });

const rowOf = (metric: Metric, options: object): readonly unknown[] => [
  metric.namespace,
  metric.name,
  ...Object.entries(metric.dimensions ?? {}).flat(),
  { stat: metric.statistic, period: metric.periodSeconds, ...options },
];

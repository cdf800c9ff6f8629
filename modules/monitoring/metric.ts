import { type Check, matches, refuseIf, within } from '../validation.ts';

/** One CloudWatch metric, as an alarm or a graph reads it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** `p95` and the like where the metric has percentiles. */
  readonly statistic: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;
  readonly periodSeconds: number;
}

/** A value made of several metrics: `errors / calls`, where `errors` and `calls` are the ids. */
export interface MetricMath {
  readonly expression: string;
  readonly label: string;
  /** By id: lower-case letter first. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

export const isMath = (value: Metric | MetricMath): value is MetricMath => 'expression' in value;

export const periodOf = (value: Metric | MetricMath): number =>
  isMath(value)
    ? Math.max(...Object.values(value.metrics).map((metric) => metric.periodSeconds))
    : value.periodSeconds;

export const checkMetric = (field: string, value: Metric | MetricMath): readonly Check[] =>
  isMath(value)
    ? [
        ...Object.entries(value.metrics).flatMap(([id, metric]) => [
          matches(`${field}.metrics`, id, /^[a-z]\w*$/, 'an id that begins with a lower-case letter'),
          refuseIf(
            !new RegExp(`\\b${id}\\b`).test(value.expression),
            `${field}.metrics.${id}: does not stand in the expression ${JSON.stringify(value.expression)}`,
          ),
          ...checkOne(`${field}.metrics.${id}`, metric),
        ]),
        refuseIf(
          Object.keys(value.metrics).length === 0 && !/SEARCH|SELECT/.test(value.expression),
          `${field}.metrics: got none, expected at least one`,
        ),
        within(`${field}.metrics (their number)`, Object.keys(value.metrics).length, 0, 9),
      ]
    : checkOne(field, value);

const checkOne = (field: string, metric: Metric): readonly Check[] => [
  matches(`${field}.namespace`, metric.namespace, /^[\w./#:-]{1,255}$/, 'a namespace such as AWS/Lambda'),
  matches(
    `${field}.statistic`,
    metric.statistic,
    /^(Average|Sum|Minimum|Maximum|SampleCount|p(\d{1,2}(\.\d+)?|100))$/,
    'Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95',
  ),
  refuseIf(
    !(
      [10, 20, 30].includes(metric.periodSeconds) ||
      (metric.periodSeconds >= 60 && metric.periodSeconds % 60 === 0)
    ),
    `${field}.periodSeconds: got ${metric.periodSeconds}, expected 10, 20, 30 or a multiple of 60`,
  ),
  refuseIf(
    Object.keys(metric.dimensions ?? {}).length > 30,
    `${field}.dimensions: more than the 30 that CloudWatch allows`,
  ),
];

import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { Construct } from 'constructs';
import { addChecks, type Check, isArn, matches, refuseIf, within } from '../validation.ts';
import { checkMetric, isMath, type Metric, type MetricMath, periodOf } from './metric.ts';

export interface AlarmProps {
  readonly name: string;
  /** What it means, for the one whom it wakes. */
  readonly description: string;
  /** The section of the runbook that says what to do. Stands in the description. */
  readonly runbookUrl: string;
  readonly metric: Metric | MetricMath;
  readonly comparison: '>' | '>=' | '<' | '<=';
  readonly threshold: number;
  /** In so many of the last `evaluationPeriods`. All of them unless given. */
  readonly datapointsToAlarm?: number;
  /** 1 unless given. */
  readonly evaluationPeriods?: number;
  /** What silence means, and there is no safe default: notBreaching for counts of errors, breaching for a heartbeat. */
  readonly missingData: 'notBreaching' | 'breaching' | 'ignore' | 'missing';
  /** Topics, at ALARM. None where EventBridge's event of the state change is the whole use. */
  readonly actionArns: readonly string[];
  /** Topics, when it is over. */
  readonly okActionArns?: readonly string[];
}

const operators = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
} as const;

/** One alarm on a metric or on an expression over metrics. */
export class Alarm extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    addChecks(this, () => checksOf(props));
    const { metric, evaluationPeriods = 1 } = props;
    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.name,
      alarmDescription: descriptionOf(props),
      comparisonOperator: operators[props.comparison],
      threshold: props.threshold,
      evaluationPeriods,
      datapointsToAlarm: props.datapointsToAlarm ?? evaluationPeriods,
      treatMissingData: props.missingData,
      alarmActions: [...props.actionArns],
      okActions: [...(props.okActionArns ?? [])],
      ...(isMath(metric) ? { metricQuery: queriesOf(metric) } : singleMetric(metric)),
    });
    this.name = alarm.alarmName;
    this.arn = alarm.arn;
  }
}

const descriptionOf = (props: AlarmProps): string => `${props.description} Runbook: ${props.runbookUrl}`;

const singleMetric = (metric: Metric) => ({
  namespace: metric.namespace,
  metricName: metric.name,
  period: metric.periodSeconds,
  ...(metric.dimensions === undefined ? {} : { dimensions: { ...metric.dimensions } }),
  ...(metric.statistic.startsWith('p')
    ? { extendedStatistic: metric.statistic }
    : { statistic: metric.statistic }),
});

const queriesOf = (math: MetricMath): CloudwatchMetricAlarmMetricQuery[] => [
  { id: 'result', expression: math.expression, label: math.label, returnData: true },
  ...Object.entries(math.metrics).map(([id, metric]) => ({
    id,
    returnData: false,
    metric: {
      namespace: metric.namespace,
      metricName: metric.name,
      period: metric.periodSeconds,
      stat: metric.statistic,
      ...(metric.dimensions === undefined ? {} : { dimensions: { ...metric.dimensions } }),
    },
  })),
];

function checksOf(props: AlarmProps): readonly Check[] {
  const { metric, evaluationPeriods = 1, datapointsToAlarm = evaluationPeriods } = props;
  const spanSeconds = evaluationPeriods * periodOf(metric);
  const longestDays = periodOf(metric) >= 3600 ? 7 : 1;
  return [
    matches('name', props.name, /^[\x20-\x7e]{1,255}$/, 'at most 255 printable characters'),
    matches('runbookUrl', props.runbookUrl, /^https:\/\/\S+#\S+$/, 'the https URL of a section (…#section)'),
    refuseIf(descriptionOf(props).length > 1024, 'description: longer than 1,024 characters with its link'),
    refuseIf(!Number.isFinite(props.threshold), 'threshold: expected a number'),
    within('evaluationPeriods', evaluationPeriods, 1, 10_080),
    within('datapointsToAlarm', datapointsToAlarm, 1, evaluationPeriods),
    refuseIf(
      spanSeconds > longestDays * 86_400,
      `evaluationPeriods: ${evaluationPeriods} periods of ${periodOf(metric)} s are longer than the ${longestDays} day(s) that CloudWatch looks back`,
    ),
    within('actionArns (their number)', props.actionArns.length, 0, 5),
    ...props.actionArns.map((arn) => isArn('actionArns', arn)),
    ...(props.okActionArns ?? []).map((arn) => isArn('okActionArns', arn)),
    ...checkMetric('metric', metric),
    ...(isMath(metric)
      ? [refuseIf('result' in metric.metrics, 'metric.metrics: the id result is taken')]
      : []),
  ];
}

import { expect, test } from '@jest/globals';
import { problemsOf, synth } from '../testing/synth.ts';
import { Alarm, type AlarmProps } from './alarm.ts';
import type { Metric } from './metric.ts';

const errors: Metric = {
  namespace: 'AWS/Lambda',
  name: 'Errors',
  dimensions: { FunctionName: 'predict' },
  statistic: 'Sum',
  periodSeconds: 3600,
};
const topicArn = 'arn:aws:sns:eu-central-1:123456789012:critical';
const props: AlarmProps = {
  name: 'dev-errors',
  description: 'Predictions fail.',
  runbookUrl: 'https://example.org/runbook.md#errors',
  metric: errors,
  comparison: '>',
  threshold: 10,
  missingData: 'notBreaching',
  actionArns: [topicArn],
};
const alarm = (more: Partial<AlarmProps> = {}) =>
  synth((scope) => new Alarm(scope, 'a', { ...props, ...more })).only('aws_cloudwatch_metric_alarm');

test('says what it means and where to read on', () => {
  expect(alarm()).toEqual({
    alarm_name: 'dev-errors',
    alarm_description: 'Predictions fail. Runbook: https://example.org/runbook.md#errors',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 10,
    evaluation_periods: 1,
    datapoints_to_alarm: 1,
    treat_missing_data: 'notBreaching',
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    dimensions: { FunctionName: 'predict' },
    statistic: 'Sum',
    period: 3600,
    alarm_actions: [topicArn],
    ok_actions: [],
  });
});

test('a percentile stands where CloudWatch wants it', () => {
  const made = alarm({ metric: { ...errors, statistic: 'p95' } });
  expect(made).toMatchObject({ extended_statistic: 'p95' });
  expect(made).not.toHaveProperty('statistic');
});

test('an expression over metrics returns one value', () => {
  const metric = {
    expression: '100 * errors / calls',
    label: 'Failed %',
    metrics: { errors, calls: { ...errors, name: 'Invocations' } },
  };
  const made = alarm({ metric });
  expect(made).not.toHaveProperty('metric_name');
  expect(made['metric_query']).toEqual([
    { id: 'result', expression: '100 * errors / calls', label: 'Failed %', return_data: true },
    expect.objectContaining({ id: 'errors', return_data: false }),
    expect.objectContaining({ id: 'calls', return_data: false }),
  ]);
});

test.each<[string, Partial<AlarmProps>, string]>([
  ['a runbook without a section', { runbookUrl: 'https://example.org/runbook.md' }, 'runbookUrl: got'],
  ['a period that is none', { metric: { ...errors, periodSeconds: 90 } }, 'metric.periodSeconds: got 90'],
  [
    'more points than periods',
    { datapointsToAlarm: 2 },
    'datapointsToAlarm: got 2, expected a whole number from 1 to 1',
  ],
  ['a look back of eight days', { evaluationPeriods: 192 }, 'are longer than the 7 day(s)'],
  [
    'a metric that the expression does not use',
    { metric: { expression: 'a', label: 'x', metrics: { a: errors, b: errors } } },
    'metric.metrics.b: does not stand in the expression "a"',
  ],
])('%s fails the synth', (_what, more, message) => {
  const made = problemsOf((scope) => new Alarm(scope, 'a', { ...props, ...more }));
  expect(made).toContain(`[test/a] `);
  expect(made).toContain(message);
});

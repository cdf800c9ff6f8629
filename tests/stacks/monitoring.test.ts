import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { alarmedMetrics } from '../../domain/retraining/alarmed-metrics.ts';
import { triggerFromEvent } from '../../domain/retraining/trigger-from-event.ts';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { useCaseSchedules } from '../../stacks/monitoring/schedules.ts';
import { runbookSections } from '../../stacks/monitoring/runbook.ts';
import { breastCancer, resourcesOf, type StackJson, type Synthesised, synthesise } from './synthesised.ts';

let made: Synthesised;
let stacks: readonly StackJson[] = [];
beforeAll(async () => {
  made = await synthesise([environmentNamed('dev')], [breastCancer]);
  stacks = await Promise.all(made.ids.map((id) => made.json(id)));
}, 60_000);
afterAll(() => made.close());

const all = (type: string) => stacks.flatMap((stack) => resourcesOf(stack, type));
const topic = (severity: string): string => `arn:aws:sns:eu-central-1:111122223333:modelkeep-dev-${severity}`;
const alarmOf = (section: string) => {
  const found = all('aws_cloudwatch_metric_alarm').filter(({ alarm_description: text }) =>
    String(text).endsWith(`#${section}`),
  );
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('alarms', () => {
  test.each([
    [runbookSections.predictionErrors, 'critical', 'GreaterThanThreshold', 10],
    [runbookSections.predictionLatency, 'warning', 'GreaterThanThreshold', 1000],
    [runbookSections.retrainingFailed, 'critical', 'GreaterThanThreshold', 0],
    [runbookSections.drift, 'warning', 'GreaterThanThreshold', 0.25],
    [runbookSections.accuracyDrop, 'critical', 'GreaterThanThreshold', 5],
    [runbookSections.undelivered, 'warning', 'GreaterThanThreshold', 0],
    [runbookSections.canaryErrors, 'critical', 'GreaterThanOrEqualToThreshold', 3],
  ])('%s tells %s', (section, severity, comparison, threshold) => {
    expect(alarmOf(section)).toMatchObject({
      alarm_actions: [topic(severity)],
      ok_actions: [topic(severity)],
      comparison_operator: comparison,
      threshold,
    });
  });

  test('errors are counted over an hour, latency is the P95 of predict', () => {
    const queries = alarmOf(runbookSections.predictionErrors)['metric_query'] as {
      metric?: { period: number };
    }[];
    expect(queries.flatMap(({ metric }) => (metric ? [metric.period] : []))).toEqual([3600, 3600]);
    expect(alarmOf(runbookSections.predictionLatency)).toMatchObject({
      extended_statistic: 'p95',
      dimensions: { FunctionName: 'modelkeep-dev-predict-breast-cancer' },
    });
  });

  test('those that start a retraining are on metrics from which start-retraining knows the reason', () => {
    for (const section of [runbookSections.drift, runbookSections.accuracyDrop]) {
      const { namespace, metric_name: metric, dimensions } = alarmOf(section);
      expect(alarmedMetrics).toHaveProperty(String(metric));
      expect({ namespace, dimensions }).toEqual({
        namespace: 'modelkeep',
        dimensions: { UseCase: 'breast-cancer' },
      });
    }
  });

  test('the month may cost what the environment says', () => {
    expect(all('aws_budgets_budget')).toMatchObject([
      { limit_amount: '500.00', cost_filter: [{ values: ['user:environment$dev'] }] },
    ]);
  });
});

describe('schedules', () => {
  test('run in the rhythm of the use case', () => {
    expect(all('aws_scheduler_schedule').map((one) => one['schedule_expression'])).toEqual([
      'rate(1 hour)',
      'rate(6 hours)',
      'rate(7 days)',
    ]);
    const { everyDays: _weekly, ...retraining } = breastCancer.retraining;
    const monthly = useCaseSchedules({ ...breastCancer, retraining: { ...retraining, everyDays: 30 } });
    expect(monthly.retrain.expression).toBe('rate(30 days)');
  });

  test('what start-retraining is given, it understands; each tick is a cause of its own', () => {
    const { input } = useCaseSchedules(breastCancer).retrain;
    const filledIn = { ...input, time: '2026-11-24T03:00:00Z' };
    expect(input['time']).toBe('<aws.scheduler.scheduled-time>');
    expect(triggerFromEvent(filledIn)).toMatchObject({
      useCase: 'breast-cancer',
      reason: 'schedule',
      cause: 'schedule/2026-11-24T03:00:00Z',
    });
  });
});

test('four dashboards: two for the environment, two for the use case; none in dev, which saves 12 USD a month', async () => {
  expect(all('aws_cloudwatch_dashboard')).toEqual([]);
  const staging = await synthesise([environmentNamed('staging')], [breastCancer]);
  const staged = await Promise.all(staging.ids.map((id) => staging.json(id)));
  await staging.close();
  const dashboards = staged.flatMap((stack) => resourcesOf(stack, 'aws_cloudwatch_dashboard'));
  expect(dashboards.map((one) => one['dashboard_name']).sort()).toEqual([
    'modelkeep-staging-cost',
    'modelkeep-staging-model-breast-cancer',
    'modelkeep-staging-operations-breast-cancer',
    'modelkeep-staging-training',
  ]);
});

test('notifications of every severity reach Slack, and the webhook is in no stack', async () => {
  const toLambda = all('aws_sns_topic_subscription').filter(({ protocol }) => protocol === 'lambda');
  expect(toLambda.map((one) => one['topic_arn']).sort()).toEqual(['critical', 'info', 'warning'].map(topic));
  const texts = await Promise.all(made.ids.map((id) => made.text(id)));
  expect(texts.join('')).not.toContain('hooks.slack.com');
  expect(all('aws_secretsmanager_secret_version')).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assumptions, environmentProfiles, isEnvironmentName } from '../../cli/cost/assumptions.ts';
import { idleCostOf } from '../../cli/cost/idle.ts';
import { readExpected } from '../../cli/doctor/expected.ts';
import { monitoringMetrics, qualityMetrics } from '../../domain/monitoring/metrics.ts';
import { servingMetrics } from '../../domain/serving/metrics.ts';
import { contract as detectDrift } from '../../functions/detect-drift/contract.ts';
import { contract as predict } from '../../functions/predict/contract.ts';
import { environments } from '../../stacks/environments/index.ts';
import {
  breastCancer,
  resourcesOf,
  type StackJson,
  type Synthesised,
  synthesise,
} from '../stacks/synthesised.ts';

let made: Synthesised;
const stacks = new Map<string, StackJson>();
beforeAll(async () => {
  made = await synthesise(environments, [breastCancer]);
  for (const id of made.ids) stacks.set(id, await made.json(id));
}, 60_000);
afterAll(() => made.close());

/** Resources of a type in the shared stacks of an environment, or in those of its use case. */
const found = (environment: string, whose: 'shared' | 'useCase', type: string) =>
  [...stacks].flatMap(([id, stack]) =>
    id.startsWith(`${environment}-`) && id.endsWith('-breast-cancer') === (whose === 'useCase')
      ? resourcesOf(stack, type)
      : [],
  );
const count = (...args: Parameters<typeof found>): number => found(...args).length;
/** What the alarms cost, counted as `modelkeep plan review` counts them. */
const alarmMetrics = (environment: string, whose: 'shared' | 'useCase'): number =>
  found(environment, whose, 'aws_cloudwatch_metric_alarm')
    .flatMap((alarm) => idleCostOf('aws_cloudwatch_metric_alarm', asInPlan(alarm), () => undefined).uses)
    .reduce((sum, { unitsPerMonth }) => sum + unitsPerMonth, 0);
/** In a plan a block is a list, in the JSON for Terraform one alone is an object. */
const asInPlan = (alarm: Readonly<Record<string, unknown>>) => {
  const queries = alarm['metric_query'] as readonly Record<string, unknown>[] | undefined;
  return {
    ...alarm,
    ...(queries && {
      metric_query: queries.map((query) => ({ ...query, metric: query['metric'] ? [query['metric']] : [] })),
    }),
  };
};

const { shared, useCase, prediction } = assumptions;

describe.each(['dev', 'prod'])('what the cost of %s counts is what its stacks make', (environment) => {
  test.each([
    ['aws_kms_key', shared.kmsKeys, 0],
    ['aws_secretsmanager_secret', shared.secrets, 0],
    ['aws_lambda_function', shared.functions, useCase.functions],
    ['aws_cloudwatch_log_group', shared.logGroups, useCase.logGroups],
    ['aws_iam_role', shared.roles, useCase.roles],
    ['aws_cloudwatch_event_rule', shared.eventRules, useCase.eventRules],
    ['aws_cloudwatch_metric_alarm', shared.alarms, useCase.alarms],
    ['aws_scheduler_schedule', 0, useCase.schedules],
  ])('%s: %i shared, %i for each use case', (type, ofAll, ofOne) => {
    expect({ ofAll: count(environment, 'shared', type), ofOne: count(environment, 'useCase', type) }).toEqual(
      {
        ofAll,
        ofOne,
      },
    );
  });

  test('metrics of alarms', () => {
    expect(alarmMetrics(environment, 'shared')).toBe(shared.alarmMetrics);
    expect(alarmMetrics(environment, 'useCase')).toBe(useCase.alarmMetrics);
  });
});

test('every environment has a profile that says what its stacks are', () => {
  expect(environments.map(({ name }) => name).sort()).toEqual(Object.keys(environmentProfiles).sort());
  for (const { name, region, tracing, dashboards, logRetentionDays } of environments) {
    if (!isEnvironmentName(name)) throw new Error(name);
    const endpoints = found(name, 'shared', 'aws_vpc_endpoint').filter(
      (endpoint) => endpoint['vpc_endpoint_type'] === 'Interface',
    );
    expect({ name, ...environmentProfiles[name] }).toEqual({
      name,
      region,
      tracing,
      dashboards,
      logRetentionDays,
      interfaceEndpoints: endpoints.length,
      zones: count(name, 'shared', 'aws_subnet') || environmentProfiles[name].zones,
    });
    expect(count(name, 'shared', 'aws_cloudwatch_dashboard')).toBe(dashboards ? shared.dashboards : 0);
    expect(count(name, 'useCase', 'aws_cloudwatch_dashboard')).toBe(dashboards ? useCase.dashboards : 0);
    const retentions = found(name, 'shared', 'aws_cloudwatch_log_group').map(
      (one) => one['retention_in_days'],
    );
    expect(new Set(retentions)).toEqual(new Set([logRetentionDays]));
  }
});

test('nothing that stands idle is left out of the calculation', () => {
  const priced = new Set(
    [...stacks].flatMap(([id, stack]) =>
      id.startsWith('hipaa-')
        ? Object.entries(stack.resource).flatMap(([type, resources]) =>
            Object.values(resources).flatMap((one) =>
              idleCostOf(type, one, () => undefined).uses.map(({ price }) => price),
            ),
          )
        : [],
    ),
  );
  expect([...priced].sort()).toEqual([
    'alarm-month',
    'dashboard-month',
    'interface-endpoint-hour',
    'kms-key-month',
    'secret-month',
  ]);
});

test('figures of the use case and of the functions', () => {
  const { dataQuality, modelQuality } = breastCancer.monitoring;
  expect(useCase.scheduledRunsPerDay).toBeCloseTo(
    24 / dataQuality.everyHours + 24 / modelQuality.everyHours + 1 / breastCancer.retraining.everyDays,
  );
  expect(useCase.windowMaximumRows).toBe(dataQuality.maximumRows);
  expect(useCase.windowMiB).toBe(detectDrift.memoryMiB);
  expect(prediction.lambdaMiB).toBe(predict.memoryMiB);
  expect(useCase.customMetrics).toBe(
    [monitoringMetrics, qualityMetrics, servingMetrics].flatMap((names) => Object.keys(names)).length +
      count('prod', 'useCase', 'aws_cloudwatch_log_metric_filter'),
  );
  expect(assumptions.alertsPerPositive).toBe(breastCancer.alerts.onPositivePrediction ? 1 : 0);
});

describe('what modelkeep doctor expects is what the stacks make', () => {
  test('of dev', async () => {
    const dev = await readExpected(made.outdir, 'dev');
    expect(dev).toMatchObject({
      accountId: '111122223333',
      region: 'eu-central-1',
      useCases: ['breast-cancer'],
    });
    expect(dev.functions).toHaveLength(shared.functions + useCase.functions);
    expect(dev.functions.filter(({ alias }) => alias !== undefined)).toEqual([
      { name: 'modelkeep-dev-predict-breast-cancer', codeSha256: expect.any(String), alias: 'live' },
    ]);
    expect(dev.stateMachines).toEqual([
      { name: 'modelkeep-dev-retraining', definition: expect.stringContaining('"StartAt"') },
    ]);
    expect(dev.schedules).toHaveLength(useCase.schedules);
    expect(dev.rules).toHaveLength(shared.eventRules);
    expect(dev.rules.filter(({ busName }) => busName !== undefined)).toMatchObject([
      { busName: 'modelkeep-dev' },
    ]);
    expect(dev.alarms).toHaveLength(shared.alarms + useCase.alarms);
    expect(dev.alarms.every(({ runbookUrl }) => runbookUrl?.includes('runbook.md#'))).toBe(true);
    expect(dev.emails.map(({ topicName }) => topicName).sort()).toEqual([
      'modelkeep-dev-critical',
      'modelkeep-dev-warning',
    ]);
    expect([...dev.secrets].sort()).toEqual(['modelkeep-dev/pseudonym-key', 'modelkeep-dev/slack-webhook']);
    expect(dev.folders).toHaveLength(7);
  });

  test('of an environment that is not there', async () => {
    await expect(readExpected(made.outdir, 'devv')).rejects.toThrow(/stacks of devv: got none/);
  });
});

import { objectRooms } from '../../functions/adapters/contract.ts';
import { contract as predict } from '../../functions/predict/contract.ts';
import { Dashboard } from '../../modules/monitoring/dashboard.ts';
import type { MetricMath } from '../../modules/monitoring/metric.ts';
import type { PlatformStack } from '../platform-stack.ts';
import { daySeconds, failedExecutions, hourSeconds, machineMetric, sumOverFunctions } from './metrics.ts';

/** On demand, arm64, beyond the free share; AWS's price list of November 2026 for eu-central-1. */
const usdPerGbSecond = 0.0000133334;
const usdPerCall = 0.2 / 1_000_000;
const predictMemoryGiB = predict.memoryMiB / 1024;

/**
 * Training progress and cost, over all use cases: a dashboard costs 3 USD a month, and these two show nothing that a use
 * case has for itself alone. A new use case comes into them by their searches, without a change.
 */
export function addSharedDashboards(
  stack: PlatformStack,
  { logGroupNames }: { readonly logGroupNames: readonly string[] },
): void {
  addTraining(stack, logGroupNames);
  addCost(stack);
}

function addTraining(stack: PlatformStack, logGroupNames: readonly string[]): void {
  const { names, environment } = stack;
  new Dashboard(stack, 'dashboard-training', {
    name: names.dashboard('training'),
    region: environment.region,
    rows: [
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Retrainings',
            lines: [
              { metric: machineMetric(names, 'ExecutionsStarted', 'Sum', hourSeconds), label: 'Started' },
              { metric: machineMetric(names, 'ExecutionsSucceeded', 'Sum', hourSeconds), label: 'Decided' },
              { metric: failedExecutions(names, hourSeconds), color: '#d62728' },
            ],
          },
          {
            kind: 'graph',
            title: 'How long they take, approval included',
            unit: 'ms',
            lines: [
              { metric: machineMetric(names, 'ExecutionTime', 'p50', hourSeconds), label: 'P50' },
              { metric: machineMetric(names, 'ExecutionTime', 'Maximum', hourSeconds), label: 'Longest' },
            ],
          },
        ],
      },
      {
        height: 8,
        widgets: [
          {
            kind: 'log',
            title: 'What the functions of the state machine had to complain about',
            logGroupNames,
            query:
              'fields @timestamp, function, msg, error.name | filter level in ["warn", "error", "fatal"] | sort @timestamp desc | limit 50',
          },
        ],
      },
    ],
  });
}

function addCost(stack: PlatformStack): void {
  const { names, environment } = stack;
  const calls = sumOverFunctions(names, 'predict', 'Invocations');
  const milliseconds = sumOverFunctions(names, 'predict', 'Duration');
  const usd = `${milliseconds} / 1000 * ${predictMemoryGiB} * ${usdPerGbSecond} + ${calls} * ${usdPerCall}`;
  const computed = (expression: string, label: string): MetricMath => ({ expression, label, metrics: {} });
  new Dashboard(stack, 'dashboard-cost', {
    name: names.dashboard('cost'),
    region: environment.region,
    rows: [
      {
        height: 3,
        widgets: [
          {
            kind: 'text',
            markdown:
              `Budget: ${environment.budgetUsdPerMonth} USD a month (AWS Budgets tells the topic ${names.topic('warning')}). ` +
              'The figures below are computed from use, at list prices of November 2026 for eu-central-1, beyond the free share.',
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Predictions a day',
            unit: 'USD',
            lines: [{ metric: computed(usd, 'Functions') }],
          },
          {
            kind: 'graph',
            title: '1,000 predictions',
            unit: 'USD',
            lines: [{ metric: computed(`1000 * (${usd}) / ${calls}`, 'Functions') }],
          },
          {
            kind: 'graph',
            title: 'Retrainings a day: what they run up',
            lines: [
              { metric: machineMetric(names, 'ExecutionsStarted', 'Sum', daySeconds), label: 'Started' },
            ],
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Stored objects',
            unit: 'bytes',
            stacked: true,
            lines: objectRooms.map((room) => ({
              metric: computed(
                `SUM(SEARCH('{AWS/S3,BucketName,StorageType} MetricName="BucketSizeBytes" BucketName="${names.bucket(room)}"', 'Average', ${daySeconds}))`,
                room,
              ),
            })),
          },
          {
            kind: 'graph',
            title: 'Records: request units a day',
            lines: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((name) => ({
              metric: {
                namespace: 'AWS/DynamoDB',
                name,
                dimensions: { TableName: names.table },
                statistic: 'Sum',
                periodSeconds: daySeconds,
              },
              label: name.replace(/Consumed(\w+)CapacityUnits/, '$1'),
            })),
          },
        ],
      },
    ],
  });
}

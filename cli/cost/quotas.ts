import { assumptions as a, environmentProfiles } from './assumptions.ts';
import type { Load } from './usage.ts';

/** A limit that AWS sets, by its documented default in us-east-1. */
export interface Quota {
  readonly id: string;
  readonly service: string;
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  /** `false`: only another design helps. */
  readonly canBeRaised: boolean;
  readonly source: string;
  /** What to do when it binds. */
  readonly then: string;
  /** What this load asks of it. */
  readonly demand: (load: Load) => number;
}

export interface Bound {
  readonly quota: Omit<Quota, 'demand'>;
  readonly demand: number;
  /** Demand over limit: from 1 on it binds. */
  readonly use: number;
  readonly binds: boolean;
}

const secondsPerDay = 86_400;
/** Requests in the busiest second. */
const peak = ({ predictionsPerDay }: Load): number => (predictionsPerDay / secondsPerDay) * a.peakFactor;
const peakPerUseCase = (load: Load): number => peak(load) / Math.max(1, load.useCases);
/** Messages for positive predictions in the busiest second. */
const alerts = (load: Load): number => peak(load) * a.prediction.positiveShare * a.alertsPerPositive;
const lambdaSeconds = a.prediction.lambdaMilliseconds / 1000;
const items = Math.ceil(a.prediction.itemKiB);
const u = a.useCase;
const s = a.shared;
const docs = 'https://docs.aws.amazon.com';

/** Sources: the quota page of each service, and AWS General Reference, endpoints and quotas. */
export const quotas: readonly Quota[] = [
  {
    id: 'lambda-concurrency',
    service: 'Lambda',
    what: 'executions at the same time, of all functions',
    limit: 1000,
    unit: 'at once',
    canBeRaised: true,
    source: `${docs}/lambda/latest/dg/gettingstarted-limits.html`,
    then: 'ask for tens of thousands; reserve a share for predict, so that windows do not take it',
    demand: (load) => peak(load) * lambdaSeconds,
  },
  {
    id: 'lambda-requests',
    service: 'Lambda',
    what: 'requests a second: ten times the concurrency',
    limit: 10_000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/lambda/latest/dg/lambda-concurrency.html`,
    then: 'it grows with the concurrency quota',
    demand: peak,
  },
  {
    id: 'lambda-storage',
    service: 'Lambda',
    what: 'code of all functions and versions',
    limit: 75 * 1024,
    unit: 'MiB',
    canBeRaised: true,
    source: `${docs}/lambda/latest/dg/gettingstarted-limits.html`,
    then: 'keep fewer versions, or ask for terabytes',
    demand: ({ useCases }) =>
      (s.functions + useCases * u.functions * (1 + u.functionVersionsKept)) * u.bundleMiB,
  },
  {
    id: 'api-requests',
    service: 'API Gateway',
    what: 'requests a second, of all APIs of the account and region',
    limit: 10_000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/apigateway/latest/developerguide/limits.html`,
    then: 'ask for more, or take many records in one request',
    demand: (load) => peak(load) * a.prediction.apiRequests,
  },
  {
    id: 'dynamodb-table-writes',
    service: 'DynamoDB',
    what: 'write units a second of one on-demand table, and of each index',
    limit: 40_000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/amazondynamodb/latest/developerguide/ServiceQuotas.html`,
    then: 'ask for more; from about 10^9 a day capture to a stream and S3 in batches instead of by item',
    demand: (load) => peak(load) * items,
  },
  {
    id: 'dynamodb-partition-writes',
    service: 'DynamoDB',
    what: 'write units a second of one partition: a use case has one for its day, one for what is pending',
    limit: 1000,
    unit: 'a second',
    canBeRaised: false,
    source: `${docs}/amazondynamodb/latest/developerguide/bp-partition-key-design.html`,
    then: 'put a shard number into the partition keys of predictions and of the index byStatus',
    demand: (load) => peakPerUseCase(load) * items,
  },
  {
    id: 'window-rows',
    service: 'modelkeep',
    what: 'predictions of a use case in a window of one hour, which one function reduces',
    limit: u.windowMaximumRows,
    unit: 'rows',
    canBeRaised: true,
    source: 'monitoring.dataQuality.maximumRows of the use case',
    then: 'reduce shards by several workers and merge their histograms, or let Athena count',
    demand: ({ predictionsPerDay, useCases }) => predictionsPerDay / Math.max(1, useCases) / 24,
  },
  {
    id: 'eventbridge-put',
    service: 'EventBridge',
    what: 'PutEvents a second, of all buses',
    limit: 10_000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/eventbridge/latest/userguide/eb-quota.html`,
    then: 'put ten events in one call, spread the windows over the hour',
    // In the worst case all windows end in the same minute and all have drifted.
    demand: ({ useCases }) => useCases / 60,
  },
  {
    id: 'eventbridge-rules',
    service: 'EventBridge',
    what: 'rules on one bus',
    limit: 300,
    unit: 'rules',
    canBeRaised: true,
    source: `${docs}/eventbridge/latest/userguide/eb-quota.html`,
    then: 'keep one bus whose rules match by payload',
    demand: ({ useCases }) => s.eventRules + useCases * u.eventRules,
  },
  {
    id: 'schedules',
    service: 'EventBridge Scheduler',
    what: 'schedules in a region',
    limit: 10_000_000,
    unit: 'schedules',
    canBeRaised: true,
    source: `${docs}/scheduler/latest/UserGuide/scheduler-quotas.html`,
    then: 'ask for more',
    demand: ({ useCases }) => useCases * u.schedules,
  },
  {
    id: 'scheduler-invocations',
    service: 'EventBridge Scheduler',
    what: 'invocations a second, where the windows of all use cases start in the same second',
    limit: 1000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/scheduler/latest/UserGuide/scheduler-quotas.html`,
    then: 'give the schedules a flexible time window',
    demand: ({ useCases }) => useCases,
  },
  {
    id: 'states-start',
    service: 'Step Functions',
    what: 'StartExecution at once (then 300 a second)',
    limit: 1300,
    unit: 'at once',
    canBeRaised: true,
    source: `${docs}/step-functions/latest/dg/service-quotas.html`,
    then: 'spread the retraining schedules over the day',
    // All use cases are retrained by the same tick.
    demand: ({ useCases }) => useCases,
  },
  {
    id: 'sns-publish',
    service: 'SNS',
    what: 'messages a second on standard topics',
    limit: 30_000,
    unit: 'a second',
    canBeRaised: true,
    source: `${docs}/general/latest/gr/sns.html`,
    then: 'gather alerts',
    demand: alerts,
  },
  {
    id: 'sns-email',
    service: 'SNS',
    what: 'e-mails a second',
    limit: 10,
    unit: 'a second',
    canBeRaised: false,
    source: `${docs}/general/latest/gr/sns.html`,
    then: 'gather positive predictions into one message an hour, or subscribe a queue',
    demand: (load) => alerts(load) * a.alertEmails,
  },
  {
    id: 'cloudwatch-alarms',
    service: 'CloudWatch',
    what: 'alarms in a region',
    limit: 5000,
    unit: 'alarms',
    canBeRaised: true,
    source: `${docs}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html`,
    then: 'ask for more, or one alarm over all use cases by a metrics query',
    demand: ({ useCases }) => s.alarms + useCases * u.alarms,
  },
  {
    id: 'cloudwatch-dashboards',
    service: 'CloudWatch',
    what: 'dashboards of an account',
    limit: 5000,
    unit: 'dashboards',
    canBeRaised: true,
    source: `${docs}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html`,
    then: 'one dashboard with a use-case variable in place of two for each',
    demand: ({ environment, useCases }) =>
      environmentProfiles[environment].dashboards ? s.dashboards + useCases * u.dashboards : 0,
  },
  {
    id: 'log-groups',
    service: 'CloudWatch Logs',
    what: 'log groups in a region',
    limit: 1_000_000,
    unit: 'groups',
    canBeRaised: true,
    source: `${docs}/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html`,
    then: 'ask for more',
    demand: ({ useCases }) => s.logGroups + useCases * u.logGroups,
  },
  {
    id: 'iam-roles',
    service: 'IAM',
    what: 'roles of an account',
    limit: 1000,
    unit: 'roles',
    canBeRaised: true,
    source: `${docs}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    then: 'ask for up to 5,000, then further accounts',
    demand: ({ useCases }) => s.roles + useCases * u.roles,
  },
];

/** What the load asks of each quota, the tightest first. */
export function boundsOf(load: Load): readonly Bound[] {
  return quotas
    .map(({ demand, ...quota }) => {
      const asked = demand(load);
      return { quota, demand: asked, use: asked / quota.limit, binds: asked >= quota.limit };
    })
    .sort((x, y) => y.use - x.use || (x.quota.id < y.quota.id ? -1 : 1));
}

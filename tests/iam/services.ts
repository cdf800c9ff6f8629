import type { Planned } from './planned.ts';
import type { Asked } from './requests.ts';

/** A service of AWS, in its own name, and what it must be able to do, or must not. */
export interface ServiceRequest extends Asked {
  readonly service: string;
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** What the services ask for to deliver what the plans set up: each message that is lost without it is lost silently. */
export function neededByServices(planned: Planned): readonly ServiceRequest[] {
  const { accountId, region } = planned.environment;
  const own = { 'aws:SourceAccount': accountId };
  const useKey = (
    service: string,
    actions: readonly string[],
    context?: Asked['context'],
  ): readonly ServiceRequest[] =>
    actions.map((action) => ({
      service: `${service}.amazonaws.com`,
      action,
      resource: planned.keyArn,
      ...(context && { context }),
    }));
  const message = ['kms:Decrypt', 'kms:GenerateDataKey'];
  const alarms = planned.of('aws_cloudwatch_metric_alarm');
  const topicsOfAlarms = new Set(
    alarms.flatMap((alarm) => [...textsOf(alarm['alarm_actions']), ...textsOf(alarm['ok_actions'])]),
  );
  const queues = planned.of('aws_sqs_queue').map(({ name }) => planned.arn('sqs', String(name)));
  const trails = planned
    .of('aws_cloudtrail')
    .map(({ name }) => planned.arn('cloudtrail', `trail/${String(name)}`));
  const [logs] = bucketsLike(planned, '-logs-');
  const audit = bucketsLike(planned, '-audit-');
  const groups = planned
    .of('aws_cloudwatch_log_group')
    .map(({ name }) => planned.arn('logs', `log-group:${String(name)}`));
  return [
    // CloudWatch and EventBridge do not say for whom they come.
    ...useKey('cloudwatch', message),
    ...useKey('events', message),
    ...useKey('sns', message, own),
    ...useKey('budgets', message, own),
    ...[...topicsOfAlarms].map((resource) => ({
      service: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      resource,
      context: own,
    })),
    {
      service: 'budgets.amazonaws.com',
      action: 'sns:Publish',
      resource: topicNamed(planned, 'warning'),
      context: own,
    },
    ...queues.map((resource) => ({
      service: 'events.amazonaws.com',
      action: 'sqs:SendMessage',
      resource,
      context: own,
    })),
    ...groups.flatMap((group) =>
      useKey(
        `logs.${region}`,
        ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo', 'kms:DescribeKey'],
        {
          'kms:EncryptionContext:aws:logs:arn': group,
        },
      ),
    ),
    ...trails.flatMap((trail) => [
      ...useKey('cloudtrail', ['kms:GenerateDataKey'], {
        ...own,
        'aws:SourceArn': trail,
        'kms:EncryptionContext:aws:cloudtrail:arn': trail,
      }),
      ...useKey('cloudtrail', ['kms:DescribeKey'], { ...own, 'aws:SourceArn': trail }),
      ...audit.flatMap((bucket) => [
        {
          service: 'cloudtrail.amazonaws.com',
          action: 's3:GetBucketAcl',
          resource: bucket,
          context: { 'aws:SourceArn': trail },
        },
        {
          service: 'cloudtrail.amazonaws.com',
          action: 's3:PutObject',
          resource: `${bucket}/AWSLogs/${accountId}/CloudTrail/${region}/2026/11/24/file.json.gz`,
          context: { 'aws:SourceArn': trail, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      ]),
    ]),
    ...planned.of('aws_s3_bucket_logging').map((logging) => ({
      service: 'logging.s3.amazonaws.com',
      action: 's3:PutObject',
      resource: `${String(logs)}/${String(logging['target_prefix'])}2026-11-24`,
      context: own,
    })),
  ];
}

/** The same services for another account, or for what is none of theirs. */
export function refusedToServices(planned: Planned): readonly ServiceRequest[] {
  const foreign = { 'aws:SourceAccount': '000000000000' };
  const { region } = planned.environment;
  const key = planned.keyArn;
  const otherGroup = `arn:aws:logs:${region}:000000000000:log-group:x`;
  const otherTrail = `arn:aws:cloudtrail:${region}:000000000000:trail/x`;
  return [
    { service: 'sns.amazonaws.com', action: 'kms:Decrypt', resource: key, context: foreign },
    { service: 'budgets.amazonaws.com', action: 'kms:GenerateDataKey', resource: key, context: foreign },
    { service: 's3.amazonaws.com', action: 'kms:Decrypt', resource: key, context: foreign },
    {
      service: `logs.${region}.amazonaws.com`,
      action: 'kms:Decrypt',
      resource: key,
      context: { 'kms:EncryptionContext:aws:logs:arn': otherGroup },
    },
    {
      service: 'cloudtrail.amazonaws.com',
      action: 'kms:GenerateDataKey',
      resource: key,
      context: { ...foreign, 'kms:EncryptionContext:aws:cloudtrail:arn': otherTrail },
    },
    { service: 'lambda.amazonaws.com', action: 'kms:Decrypt', resource: key },
    { service: 'cloudwatch.amazonaws.com', action: 'kms:ScheduleKeyDeletion', resource: key },
    {
      service: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      resource: topicNamed(planned, 'critical'),
      context: foreign,
    },
    {
      service: 'budgets.amazonaws.com',
      action: 'sns:Publish',
      resource: topicNamed(planned, 'critical'),
      context: { 'aws:SourceAccount': planned.environment.accountId },
    },
    {
      service: 'logging.s3.amazonaws.com',
      action: 's3:PutObject',
      resource: `${String(bucketsLike(planned, '-logs-')[0])}/x`,
      context: foreign,
    },
  ];
}

function topicNamed(planned: Planned, severity: string): string {
  const name = planned
    .of('aws_sns_topic')
    .map((one) => String(one['name']))
    .find((one) => one.endsWith(`-${severity}`));
  return planned.arn('sns', name ?? 'none');
}

const bucketsLike = (planned: Planned, part: string): readonly string[] =>
  planned
    .of('aws_s3_bucket')
    .map(({ bucket }) => String(bucket))
    .filter((name) => name.includes(part))
    .map((name) => `arn:${planned.environment.partition}:s3:::${name}`);

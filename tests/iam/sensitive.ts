import type { Planned } from './planned.ts';
import type { Asked } from './requests.ts';

/** What no role of the platform may ever do, with what it is. */
export function sensitive(planned: Planned): readonly Asked[] {
  const { partition, accountId, region } = planned.environment;
  const bucket = (name: string): string => `arn:${partition}:s3:::${name}`;
  const iam = (resource: string): string => `arn:${partition}:iam::${accountId}:${resource}`;
  const on = (resource: string, ...actions: readonly string[]): readonly Asked[] =>
    actions.map((action) => ({ action, resource }));
  const buckets = planned.of('aws_s3_bucket').map((one) => String(one['bucket']));
  const closed = buckets.filter((name) => /-(audit|logs|state)-\d/.test(name));
  const tables = planned
    .of('aws_dynamodb_table')
    .map(({ name }) => planned.arn('dynamodb', `table/${String(name)}`));
  const otherKey = planned.arn('kms', 'key/99999999-2222-3333-4444-555555555555');
  return [
    ...buckets.flatMap((name) =>
      on(
        bucket(name),
        's3:DeleteBucket',
        's3:PutBucketPolicy',
        's3:PutLifecycleConfiguration',
        's3:PutBucketVersioning',
      ),
    ),
    ...buckets.flatMap((name) =>
      on(`${bucket(name)}/a`, 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'),
    ),
    ...closed.flatMap((name) => on(`${bucket(name)}/a`, 's3:GetObject', 's3:PutObject', 's3:DeleteObject')),
    ...on(`${bucket('somebody-elses')}/a`, 's3:GetObject', 's3:PutObject'),
    ...on(bucket('somebody-elses'), 's3:ListBucket'),
    ...tables.flatMap((table) =>
      on(
        table,
        'dynamodb:DeleteTable',
        'dynamodb:UpdateTable',
        'dynamodb:Scan',
        'dynamodb:ExportTableToPointInTime',
      ),
    ),
    ...on(
      planned.arn('dynamodb', 'table/other'),
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
      'dynamodb:Query',
    ),
    ...on(planned.keyArn, 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:DisableKey', 'kms:CreateGrant'),
    // Without a service in between: nobody may decrypt what he got hold of.
    ...on(planned.keyArn, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'),
    ...on(otherKey, 'kms:Decrypt'),
    {
      action: 'kms:Decrypt',
      resource: otherKey,
      context: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    },
    ...on(planned.arn('secretsmanager', 'secret:other-AbCdEf'), 'secretsmanager:GetSecretValue'),
    ...on(planned.arn('secretsmanager', 'secret:other-AbCdEf'), 'secretsmanager:PutSecretValue'),
    ...on(iam('role/any'), 'iam:PassRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'sts:AssumeRole'),
    ...on(iam('user/any'), 'iam:CreateAccessKey'),
    ...on(planned.arn('lambda', 'function:any'), 'lambda:UpdateFunctionCode', 'lambda:InvokeFunction'),
    ...on(planned.arn('events', 'event-bus/default'), 'events:PutEvents'),
    ...on(planned.arn('events', 'rule/any'), 'events:DisableRule', 'events:DeleteRule'),
    ...on(planned.arn('sns', 'other'), 'sns:Publish'),
    ...on(planned.arn('states', 'stateMachine:other'), 'states:StartExecution', 'states:UpdateStateMachine'),
    ...on(planned.arn('sagemaker', 'pipeline/other'), 'sagemaker:StartPipelineExecution'),
    ...on(planned.arn('sagemaker', 'endpoint/any'), 'sagemaker:InvokeEndpoint', 'sagemaker:UpdateEndpoint'),
    ...on(planned.arn('cloudtrail', 'trail/any'), 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'),
    ...on(
      planned.arn('cloudwatch', 'alarm:any'),
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DisableAlarmActions',
    ),
    ...on(
      planned.arn('logs', 'log-group:/aws/lambda/other'),
      'logs:DeleteLogGroup',
      'logs:PutRetentionPolicy',
    ),
    ...on(planned.arn('logs', 'log-group:/aws/lambda/other:log-stream:a'), 'logs:PutLogEvents'),
    ...on('*', 'ec2:RunInstances', 'organizations:LeaveOrganization', 'account:CloseAccount'),
  ];
}

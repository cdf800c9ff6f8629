import { describe, expect, test } from '@jest/globals';
import { readPlan } from '../read-plan.ts';
import type { Fields } from '../value.ts';
import { findingsOf } from './index.ts';

interface Resource {
  readonly type: string;
  readonly before?: Fields | null;
  readonly after?: Fields | null;
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
  readonly actions?: readonly string[];
}

const actionsOf = ({ before, after }: Resource): readonly string[] =>
  before && after ? ['update'] : before ? ['delete'] : ['create'];

const planOf = (resources: readonly Resource[]) =>
  readPlan(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: resources.map((r, i) => ({
        address: `${r.type}.r${i}`,
        mode: 'managed',
        type: r.type,
        name: `r${i}`,
        change: {
          actions: r.actions ?? actionsOf(r),
          before: r.before ?? null,
          after: r.after ?? null,
          after_unknown: r.unknown ?? {},
          before_sensitive: r.sensitive ?? {},
          after_sensitive: r.sensitive ?? {},
        },
      })),
    }),
    'plan.json',
  );

const find = (...resources: Resource[]) => {
  const { changes, drift } = planOf(resources);
  return findingsOf(changes, drift).map(({ id, severity, what }) => ({ id, severity, what }));
};
const replace = ['delete', 'create'];
const danger = (id: string, what: RegExp) =>
  expect.objectContaining({ id, severity: 'danger', what: expect.stringMatching(what) });

describe('dangerous', () => {
  test.each<[string, Resource, string, RegExp]>([
    [
      'locked bucket',
      { type: 'aws_s3_bucket', before: { bucket: 'audit', object_lock_enabled: true } },
      'MK_DATA_DESTROYED',
      /"audit" with Object Lock/,
    ],
    ['key', { type: 'aws_kms_key', before: { description: 'k' } }, 'MK_DATA_DESTROYED', /cannot be read/],
    [
      'queue replaced',
      { type: 'aws_sqs_queue', before: { name: 'a' }, after: { name: 'b' }, actions: replace },
      'MK_DATA_REPLACED',
      /messages/,
    ],
    [
      'user pool',
      { type: 'aws_cognito_user_pool', before: { name: 'users' } },
      'MK_DATA_DESTROYED',
      /accounts of all users/,
    ],
    [
      'autoscaling',
      {
        type: 'aws_appautoscaling_target',
        before: { min_capacity: 2, resource_id: 'endpoint/x' },
        after: { min_capacity: 1, resource_id: 'endpoint/x' },
      },
      'MK_CAPACITY_LOWERED',
      /at least 1 instead of 2/,
    ],
    [
      'instances',
      {
        type: 'aws_sagemaker_endpoint_configuration',
        before: {
          name: 'c',
          production_variants: [
            { variant_name: 'all', initial_instance_count: 3, instance_type: 'ml.m5.2xlarge' },
          ],
        },
        after: {
          name: 'c',
          production_variants: [
            { variant_name: 'all', initial_instance_count: 3, instance_type: 'ml.m5.xlarge' },
          ],
        },
        actions: replace,
      },
      'MK_CAPACITY_LOWERED',
      /ml\.m5\.xlarge instead of ml\.m5\.2xlarge/,
    ],
    [
      'stopped function',
      {
        type: 'aws_lambda_function',
        before: { function_name: 'f', reserved_concurrent_executions: -1 },
        after: { function_name: 'f', reserved_concurrent_executions: 0 },
      },
      'MK_CAPACITY_LOWERED',
      /stopped/,
    ],
    [
      'security group',
      {
        type: 'aws_vpc_security_group_ingress_rule',
        after: { cidr_ipv4: '0.0.0.0/0', from_port: 443, to_port: 443, ip_protocol: 'tcp' },
      },
      'MK_PUBLIC',
      /whole internet in \(0\.0\.0\.0\/0, port 443\)/,
    ],
    [
      'function URL',
      { type: 'aws_lambda_function_url', after: { function_name: 'f', authorization_type: 'NONE' } },
      'MK_PUBLIC',
      /without any sign-in/,
    ],
    [
      'route',
      {
        type: 'aws_apigatewayv2_route',
        before: { route_key: 'POST /predict', authorization_type: 'JWT' },
        after: { route_key: 'POST /predict', authorization_type: 'NONE' },
      },
      'MK_PUBLIC',
      /no longer asks for a sign-in/,
    ],
    [
      'BPA removed',
      { type: 'aws_s3_bucket_public_access_block', before: { bucket: 'b', block_public_acls: true } },
      'MK_PUBLIC',
      /"b" is removed/,
    ],
    [
      'PITR',
      {
        type: 'aws_dynamodb_table',
        before: { name: 't', point_in_time_recovery: [{ enabled: true }] },
        after: { name: 't', point_in_time_recovery: [{ enabled: false }] },
        unknown: { point_in_time_recovery: [{ recovery_period_in_days: true }] },
      },
      'MK_PROTECTION_OFF',
      /point in time/,
    ],
    [
      'versioning',
      {
        type: 'aws_s3_bucket_versioning',
        before: { bucket: 'b', versioning_configuration: [{ status: 'Enabled' }] },
        after: { bucket: 'b', versioning_configuration: [{ status: 'Suspended' }] },
      },
      'MK_PROTECTION_OFF',
      /old versions/,
    ],
    [
      'key taken off',
      {
        type: 'aws_cloudwatch_log_group',
        before: { name: 'l', kms_key_id: 'arn:k', retention_in_days: 30 },
        after: { name: 'l', retention_in_days: 30 },
      },
      'MK_ENCRYPTION_WEAKENED',
      /no longer encrypted/,
    ],
    [
      'SSE-S3',
      {
        type: 'aws_s3_bucket_server_side_encryption_configuration',
        before: {
          bucket: 'b',
          rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms' }] }],
        },
        after: {
          bucket: 'b',
          rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES256' }] }],
        },
      },
      'MK_ENCRYPTION_WEAKENED',
      /AES256/,
    ],
    [
      'retention lowered',
      {
        type: 'aws_cloudwatch_log_group',
        before: { name: 'l', retention_in_days: 30 },
        after: { name: 'l', retention_in_days: 7 },
      },
      'MK_RETENTION_WEAKENED',
      /7 days \(was 30 days\)/,
    ],
    [
      'lock mode',
      {
        type: 'aws_s3_bucket_object_lock_configuration',
        before: { bucket: 'b', rule: [{ default_retention: [{ mode: 'COMPLIANCE', years: 6 }] }] },
        after: { bucket: 'b', rule: [{ default_retention: [{ mode: 'GOVERNANCE', years: 6 }] }] },
      },
      'MK_RETENTION_WEAKENED',
      /COMPLIANCE to GOVERNANCE/,
    ],
    [
      'lifecycle',
      {
        type: 'aws_s3_bucket_lifecycle_configuration',
        before: { bucket: 'b', rule: [{ id: 'old', status: 'Enabled', expiration: [{ days: 90 }] }] },
        after: { bucket: 'b', rule: [{ id: 'old', status: 'Enabled', expiration: [{ days: 30 }] }] },
      },
      'MK_RETENTION_WEAKENED',
      /after 30 days/,
    ],
    [
      'trail',
      {
        type: 'aws_cloudtrail',
        before: { name: 't', enable_logging: true },
        after: { name: 't', enable_logging: false },
      },
      'MK_AUDIT_WEAKENED',
      /enable_logging switched off/,
    ],
    [
      'alarm muted',
      {
        type: 'aws_cloudwatch_metric_alarm',
        before: { alarm_name: 'a', actions_enabled: true },
        after: { alarm_name: 'a', actions_enabled: false },
      },
      'MK_ALARM_SILENCED',
      /actions switched off/,
    ],
    [
      'alarm alone',
      {
        type: 'aws_cloudwatch_metric_alarm',
        before: { alarm_name: 'a', alarm_actions: ['arn:aws:sns:r:1:critical'] },
        after: { alarm_name: 'a', alarm_actions: [] },
      },
      'MK_ALARM_SILENCED',
      /tells nobody any more \(its action critical/,
    ],
    [
      'schedule',
      {
        type: 'aws_scheduler_schedule',
        before: { name: 's', state: 'ENABLED' },
        after: { name: 's', state: 'DISABLED' },
      },
      'MK_TRIGGER_OFF',
      /disabled/,
    ],
    [
      'machine replaced',
      { type: 'aws_sfn_state_machine', before: { name: 'm' }, after: { name: 'n' }, actions: replace },
      'MK_STATE_MACHINE_STOPPED',
      /replaced/,
    ],
    [
      'machine logs data',
      {
        type: 'aws_sfn_state_machine',
        before: { name: 'm', logging_configuration: [{ include_execution_data: false }] },
        after: { name: 'm', logging_configuration: [{ include_execution_data: true }] },
      },
      'MK_EXECUTION_DATA_LOGGED',
      /logs the data/,
    ],
    [
      'endpoint moved',
      {
        type: 'aws_sagemaker_endpoint',
        before: { name: 'e', endpoint_config_name: 'a' },
        after: { name: 'e', endpoint_config_name: 'b' },
      },
      'MK_ENDPOINT_UPDATE',
      /another configuration/,
    ],
    [
      'boundary',
      { type: 'aws_iam_role', before: { name: 'r', permissions_boundary: 'arn:p' }, after: { name: 'r' } },
      'MK_BOUNDARY_DROPPED',
      /loses/,
    ],
    [
      'network endpoint',
      { type: 'aws_vpc_endpoint', before: { service_name: 'com.amazonaws.us-east-1.logs' } },
      'MK_NETWORK_REMOVED',
      /logs is removed/,
    ],
  ])('%s', (_name, resource, id, what) => {
    expect(find(resource)).toContainEqual(danger(id, what));
  });

  test('a new policy makes an existing role wider, and not a new one', () => {
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
    const added: Resource = { type: 'aws_iam_role_policy', after: { role: 'r', name: 'p', policy } };
    expect(find(added)).toContainEqual(danger('MK_POLICY_WIDENED', /s3:\* on \*/));
    expect(find(added, { type: 'aws_iam_role', after: { name: 'r' } })).toEqual([]);
  });
});

describe('not more than there is', () => {
  test('what goes with its bucket is told once', () => {
    const found = find(
      { type: 'aws_s3_bucket', before: { bucket: 'b', id: 'b' } },
      { type: 'aws_s3_bucket_public_access_block', before: { bucket: 'b' } },
      {
        type: 'aws_s3_bucket_versioning',
        before: { bucket: 'b', versioning_configuration: [{ status: 'Enabled' }] },
      },
      {
        type: 'aws_s3_bucket_policy',
        before: {
          bucket: 'b',
          policy: '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}',
        },
      },
    );
    expect(found.map(({ id }) => id)).toEqual(['MK_DATA_DESTROYED']);
  });

  test('safe directions say nothing', () => {
    expect(
      find(
        { type: 'aws_kms_key', before: { enable_key_rotation: false }, after: { enable_key_rotation: true } },
        { type: 'aws_appautoscaling_target', before: { min_capacity: 1 }, after: { min_capacity: 2 } },
        {
          type: 'aws_dynamodb_table',
          before: { name: 't', deletion_protection_enabled: false },
          after: { name: 't', deletion_protection_enabled: true },
        },
      ),
    ).toEqual([]);
  });

  test('the states that a definition changes are named', () => {
    const definition = (states: unknown) => JSON.stringify({ StartAt: 'A', States: states });
    const { changes } = planOf([
      {
        type: 'aws_sfn_state_machine',
        before: {
          name: 'm',
          definition: definition({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }),
        },
        after: {
          name: 'm',
          definition: definition({ A: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } }),
        },
      },
    ]);
    expect(findingsOf(changes, [])).toEqual([
      expect.objectContaining({
        id: 'MK_STATE_MACHINE_CHANGED',
        severity: 'warning',
        details: ['added: C (Succeed)', 'removed: B (Succeed)', 'changed: A (Next)'],
      }),
    ]);
  });

  test('a policy that is known only after the apply is said to be unreviewed', () => {
    expect(
      find({
        type: 'aws_iam_role_policy',
        before: { name: 'p', policy: '{}' },
        after: { name: 'p' },
        unknown: { policy: true },
      }),
    ).toEqual([expect.objectContaining({ id: 'MK_UNKNOWN', severity: 'warning' })]);
  });

  test('a secret is in no finding, and that it changed is known', () => {
    const { changes } = planOf([
      {
        type: 'aws_iam_role_policy',
        before: { name: 'p', policy: 'hunter1' },
        after: { name: 'p', policy: 'hunter2' },
        sensitive: { policy: true },
      },
    ]);
    expect(JSON.stringify([changes, findingsOf(changes, [])])).not.toMatch(/hunter/);
    expect(findingsOf(changes, [])).toEqual([expect.objectContaining({ id: 'MK_UNKNOWN' })]);
  });
});

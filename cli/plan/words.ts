import type { Change } from './change.ts';
import { textOf } from './value.ts';

/** What a reader calls a resource; other types by their name without aws_ and underscores. */
const names: Readonly<Record<string, string>> = {
  aws_api_gateway_rest_api: 'API',
  aws_apigatewayv2_api: 'API',
  aws_apigatewayv2_route: 'API route',
  aws_appautoscaling_target: 'autoscaling target',
  aws_cloudtrail: 'audit trail',
  aws_cloudwatch_composite_alarm: 'composite alarm',
  aws_cloudwatch_dashboard: 'dashboard',
  aws_cloudwatch_event_bus: 'event bus',
  aws_cloudwatch_event_rule: 'event rule',
  aws_cloudwatch_event_target: 'event target',
  aws_cloudwatch_log_group: 'log group',
  aws_cloudwatch_metric_alarm: 'alarm',
  aws_cognito_user_pool: 'user pool',
  aws_dynamodb_table: 'table',
  aws_ecr_repository: 'container repository',
  aws_iam_policy: 'policy',
  aws_iam_role: 'role',
  aws_iam_role_policy: "role's policy",
  aws_iam_role_policy_attachment: "role's managed policy",
  aws_kms_key: 'encryption key',
  aws_kms_key_policy: 'key policy',
  aws_lambda_function: 'function',
  aws_lambda_function_url: 'function URL',
  aws_lambda_permission: 'permission to call a function',
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_policy: 'bucket policy',
  aws_s3_bucket_public_access_block: "bucket's public access block",
  aws_s3_bucket_lifecycle_configuration: "bucket's lifecycle",
  aws_s3_bucket_server_side_encryption_configuration: "bucket's encryption",
  aws_s3_bucket_versioning: "bucket's versioning",
  aws_s3_bucket_object_lock_configuration: "bucket's Object Lock",
  aws_sagemaker_endpoint: 'endpoint',
  aws_sagemaker_endpoint_configuration: 'endpoint configuration',
  aws_sagemaker_model_package_group: 'model registry group',
  aws_scheduler_schedule: 'schedule',
  aws_secretsmanager_secret: 'secret',
  aws_security_group: 'security group',
  aws_sfn_state_machine: 'state machine',
  aws_sns_topic: 'topic',
  aws_sns_topic_subscription: 'subscription',
  aws_sqs_queue: 'queue',
  aws_subnet: 'subnet',
  aws_vpc: 'network',
  aws_vpc_endpoint: 'network endpoint',
};

export const typeName = (type: string): string =>
  names[type] ?? type.replace(/^aws_/, '').replaceAll('_', ' ');

/** Attributes that hold what people call a resource, in order. */
const nameFields = [
  'function_name',
  'alarm_name',
  'dashboard_name',
  'name',
  'bucket',
  'role',
  'route_key',
  'statement_id',
  'cidr_block',
] as const;

/** `table "records"`; by its address where it has no name. */
export function nameOfResource({ type, before, after, address }: Change): string {
  for (const side of [after, before])
    for (const field of nameFields) {
      const name = textOf(side[field]);
      if (name !== undefined && name.length <= 100) return `${typeName(type)} "${name}"`;
    }
  return `${typeName(type)} ${address}`;
}

/** `a, b and c`; past `most` names only how many more. */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  return shown.length > 1
    ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
    : (shown[0] ?? 'nothing');
}

/** A value in a sentence: numbers, booleans and short texts; the shape of the rest. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.length > 120 ? `${value.slice(0, 117)}...` : value;
  return Array.isArray(value) ? `a list of ${value.length}` : 'a block';
}

import { asFields, asList, isFields, numberOf, textOf, type Fields } from '../plan/value.ts';
import { hoursPerMonth } from './prices.ts';

/** So many units of a price, each month, whether or not anybody predicts. */
export interface IdleUse {
  readonly price: string;
  readonly unitsPerMonth: number;
}

type Pricing = (fields: Fields, find: FindResource) => readonly IdleUse[];
/** Another resource of the same plan, by type and name. */
export type FindResource = (type: string, name: string) => Fields | undefined;

const each = (price: string, unitsPerMonth = 1): readonly IdleUse[] => [{ price, unitsPerMonth }];
const hourly = (price: string, count = 1): readonly IdleUse[] => each(price, count * hoursPerMonth);

/** What an alarm counts: each metric of its expression; three for a band learnt from the past. */
function alarm(fields: Fields): readonly IdleUse[] {
  const queries = asList(fields['metric_query']).filter(isFields);
  const metrics = queries.filter((query) => asList(query['metric']).length > 0).length;
  const band = queries.some((query) => textOf(query['expression'])?.includes('ANOMALY_DETECTION_BAND'));
  const period = numberOf(fields['period']) ?? 60;
  return each(period < 60 ? 'alarm-high-resolution-month' : 'alarm-month', band ? 3 : Math.max(1, metrics));
}

function endpoint(fields: Fields, find: FindResource): readonly IdleUse[] {
  const configuration = find(
    'aws_sagemaker_endpoint_configuration',
    textOf(fields['endpoint_config_name']) ?? '',
  );
  return asList(configuration?.['production_variants'])
    .filter(isFields)
    .flatMap((variant) => {
      const type = textOf(variant['instance_type']);
      return type === undefined
        ? []
        : hourly(`sagemaker-hosting-hour:${type}`, numberOf(variant['initial_instance_count']) ?? 1);
    });
}

/** What costs while nothing happens. Types that cost only by use stand in `byUse`. */
const pricings: Readonly<Record<string, Pricing>> = {
  aws_kms_key: () => each('kms-key-month'),
  aws_kms_replica_key: () => each('kms-key-month'),
  aws_secretsmanager_secret: () => each('secret-month'),
  aws_cloudwatch_metric_alarm: alarm,
  aws_cloudwatch_composite_alarm: () => each('composite-alarm-month'),
  aws_cloudwatch_dashboard: () => each('dashboard-month'),
  aws_vpc_endpoint: (fields) =>
    fields['vpc_endpoint_type'] === 'Interface'
      ? hourly('interface-endpoint-hour', Math.max(1, asList(fields['subnet_ids']).length))
      : [],
  aws_nat_gateway: () => hourly('nat-gateway-hour'),
  aws_eip: () => hourly('public-ipv4-hour'),
  aws_sagemaker_endpoint: endpoint,
  aws_sagemaker_notebook_instance: (fields) =>
    hourly(`sagemaker-notebook-hour:${textOf(fields['instance_type']) ?? ''}`),
  aws_lambda_provisioned_concurrency_config: (fields, find) => {
    const target = find('aws_lambda_function', textOf(fields['function_name']) ?? '');
    const gib = (numberOf(target?.['memory_size']) ?? 128) / 1024;
    const arm = asList(target?.['architectures'])[0] === 'arm64';
    const kept = numberOf(fields['provisioned_concurrent_executions']) ?? 0;
    return each(
      `lambda-provisioned-gb-second-${arm ? 'arm64' : 'x86_64'}`,
      kept * gib * hoursPerMonth * 3600,
    );
  },
  aws_dynamodb_table: (fields) =>
    fields['billing_mode'] === 'PAY_PER_REQUEST'
      ? []
      : [
          ...hourly('dynamodb-write-capacity-hour', numberOf(fields['write_capacity']) ?? 0),
          ...hourly('dynamodb-read-capacity-hour', numberOf(fields['read_capacity']) ?? 0),
        ],
  aws_kinesis_stream: (fields) =>
    asFields(asList(fields['stream_mode_details'])[0])['stream_mode'] === 'ON_DEMAND'
      ? hourly('kinesis-on-demand-hour')
      : hourly('kinesis-shard-hour', numberOf(fields['shard_count']) ?? 1),
  aws_wafv2_web_acl: (fields) => [
    ...each('waf-acl-month'),
    ...each('waf-rule-month', asList(fields['rule']).length),
  ],
  aws_route53_zone: () => each('hosted-zone-month'),
  aws_lb: () => hourly('load-balancer-hour'),
};

/** They cost nothing, or only by use: storage, requests, minutes. Families by the beginning of their names. */
const byUse =
  /^aws_(s3_|iam_|sns_|sqs_|lambda_|cloudwatch_(log_|event_|metric_stream)|scheduler_|sfn_|apigatewayv2_|api_gateway_|cognito_|ecr_|kms_(alias|key_policy|grant)|secretsmanager_secret_(version|policy|rotation)|appautoscaling_|cloudtrail|budgets_|ce_|athena_|glue_(catalog|data)|dynamodb_|subnet|vpc$|vpc_(endpoint_|security_group)|route_table|route$|main_route|default_|security_group|network_acl|flow_log|internet_gateway|acm_|cloudfront_|sagemaker_(model|endpoint_configuration|pipeline|monitoring|data_quality|model_package|domain|user_profile|code_repository)|resourcegroups_|backup_|ssm_parameter|xray_|cloudformation_|cloudcontrolapi_|wafv2_web_acl_association|wafv2_ip_set|route53_record|accessanalyzer_)|^terraform_data$|^null_resource$|^random_|^time_/;

export interface IdleCost {
  readonly uses: readonly IdleUse[];
  /** False where neither a price nor "costs by use" is known for the type. */
  readonly known: boolean;
}

export function idleCostOf(type: string, fields: Fields, find: FindResource): IdleCost {
  const pricing = pricings[type];
  if (pricing !== undefined) return { uses: pricing(fields, find), known: true };
  return { uses: [], known: byUse.test(type) };
}

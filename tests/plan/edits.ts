/** What a pull request may do to a stack: each edit works on `cdk.tf.json`, whatever its resources are called. */
type Block = Record<string, unknown>;
export interface StackConfig {
  resource: Record<string, Record<string, Block>>;
  provider: { aws: { default_tags: { tags: Record<string, string> }[] }[] };
}

interface Found {
  readonly name: string;
  readonly block: Block;
}

/** The first resource of a type that fits. */
function first(config: StackConfig, type: string, fits: (block: Block) => boolean = () => true): Found {
  const found = Object.entries(config.resource[type] ?? {}).find(([, block]) => fits(block));
  if (!found) throw new Error(`the stack has no ${type} that this edit could change`);
  return { name: found[0], block: found[1] };
}

const policyOf = (block: Block): { Version: string; Statement: unknown[] } =>
  JSON.parse(String(block['policy'])) as { Version: string; Statement: unknown[] };

export const edits: Readonly<Record<string, (config: StackConfig) => void>> = {
  'bucket-made-public': (config) => {
    const { block } = first(config, 'aws_s3_bucket_public_access_block');
    Object.assign(block, { block_public_policy: false, restrict_public_buckets: false });
    const policy = first(config, 'aws_s3_bucket_policy').block;
    const document = policyOf(policy);
    document.Statement.push({
      Sid: 'Share',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::modelkeep-dev-raw/*',
    });
    policy['policy'] = JSON.stringify(document);
  },
  'key-rotation-off': (config) => {
    first(config, 'aws_kms_key').block['enable_key_rotation'] = false;
  },
  'table-replaced': (config) => {
    const { block } = first(config, 'aws_dynamodb_table');
    block['range_key'] = 'at';
    block['attribute'] = [
      { name: 'pk', type: 'S' },
      { name: 'at', type: 'S' },
    ];
  },
  'role-widened': (config) => {
    const { block } = first(config, 'aws_iam_role_policy');
    const document = policyOf(block);
    document.Statement.push({ Sid: 'Objects', Effect: 'Allow', Action: 's3:*', Resource: '*' });
    block['policy'] = JSON.stringify(document);
  },
  'log-retention-gone': (config) => {
    delete first(config, 'aws_cloudwatch_log_group').block['retention_in_days'];
  },
  'alarm-deleted': (config) => {
    const { name } = first(config, 'aws_cloudwatch_metric_alarm');
    const alarms = config.resource['aws_cloudwatch_metric_alarm'] ?? {};
    config.resource['aws_cloudwatch_metric_alarm'] = Object.fromEntries(
      Object.entries(alarms).filter(([other]) => other !== name),
    );
  },
  'function-memory-doubled': (config) => {
    const { block } = first(config, 'aws_lambda_function');
    block['memory_size'] = Number(block['memory_size']) * 2;
  },
  'subnet-removed': (config) => {
    const subnets = Object.entries(config.resource['aws_subnet'] ?? {});
    config.resource['aws_subnet'] = Object.fromEntries(subnets.slice(0, -1));
  },
  'tag-only': (config) => {
    for (const provider of config.provider.aws)
      for (const { tags } of provider.default_tags) tags['cost-center'] = 'clinical-ai-2';
  },
  nothing: () => undefined,
};

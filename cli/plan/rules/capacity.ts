import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { asList, isFields, numberOf, textOf, valueAt, type Fields } from '../value.ts';
import { nameOfResource } from '../words.ts';

const lowered = (change: Change, what: string): Finding =>
  finding(change, 'MK_CAPACITY_LOWERED', 'danger', what);

/** Numbers that are capacity. */
const numbers: readonly { type: string; path: readonly string[]; unit: string }[] = [
  { type: 'aws_appautoscaling_target', path: ['min_capacity'], unit: 'at least' },
  { type: 'aws_appautoscaling_target', path: ['max_capacity'], unit: 'at most' },
  {
    type: 'aws_lambda_provisioned_concurrency_config',
    path: ['provisioned_concurrent_executions'],
    unit: 'kept warm',
  },
  { type: 'aws_dynamodb_table', path: ['read_capacity'], unit: 'read units' },
  { type: 'aws_dynamodb_table', path: ['write_capacity'], unit: 'write units' },
  { type: 'aws_kinesis_stream', path: ['shard_count'], unit: 'shards' },
];

export const capacityRule: Rule = (change) => {
  if (change.action !== 'update' && change.action !== 'replace') return [];
  if (change.type === 'aws_sagemaker_endpoint_configuration') return endpoint(change);
  if (change.type === 'aws_lambda_function') return functionCapacity(change);
  return numbers
    .filter(({ type }) => type === change.type)
    .flatMap(({ path, unit }) => {
      const [was, is] = [numberOf(valueAt(change.before, path)), numberOf(valueAt(change.after, path))];
      return was !== undefined && is !== undefined && is < was && !onDemand(change)
        ? [
            lowered(
              change,
              `The capacity of the ${ofWhat(change)} is lowered: ${unit} ${is} instead of ${was}`,
            ),
          ]
        : [];
    });
};

const onDemand = (change: Change): boolean =>
  change.type === 'aws_dynamodb_table' && change.after['billing_mode'] === 'PAY_PER_REQUEST';

const ofWhat = (change: Change): string => {
  const id = textOf(change.after['resource_id']);
  return id === undefined ? nameOfResource(change) : `autoscaling target "${id}"`;
};

/** ml.m5.xlarge: what comes after the family, in growing order; 12xlarge by its number. */
const sizes = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'];
const sizeOf = (instanceType: string | undefined): number | undefined => {
  const size = instanceType?.split('.').at(-1) ?? '';
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return sizes.length - 1 + Math.log2(Number(multiple));
  const rank = sizes.indexOf(size);
  return rank < 0 ? undefined : rank;
};

function endpoint(change: Change): readonly Finding[] {
  if (isUnknown(change, ['production_variants'])) return [];
  const variants = (fields: Fields): readonly Fields[] =>
    asList(fields['production_variants']).filter(isFields);
  return variants(change.before).flatMap((was) => {
    const name = textOf(was['variant_name']) ?? 'unnamed';
    const is = variants(change.after).find((variant) => variant['variant_name'] === was['variant_name']);
    if (is === undefined)
      return [
        lowered(
          change,
          `The variant "${name}" of the ${nameOfResource(change)} is gone or renamed: SageMaker makes new instances, and autoscaling loses its target`,
        ),
      ];
    const [countWas, countIs] = [
      numberOf(was['initial_instance_count']),
      numberOf(is['initial_instance_count']),
    ];
    const [typeWas, typeIs] = [textOf(was['instance_type']), textOf(is['instance_type'])];
    const [sizeWas, sizeIs] = [sizeOf(typeWas), sizeOf(typeIs)];
    return [
      ...(countWas !== undefined && countIs !== undefined && countIs < countWas
        ? [
            lowered(
              change,
              `The variant "${name}" of the ${nameOfResource(change)} starts with ${countIs} instead of ${countWas} instances`,
            ),
          ]
        : []),
      ...(sizeWas !== undefined && sizeIs !== undefined && sizeIs < sizeWas
        ? [
            lowered(
              change,
              `The variant "${name}" of the ${nameOfResource(change)} runs on ${typeIs ?? ''} instead of ${typeWas ?? ''}`,
            ),
          ]
        : []),
    ];
  });
}

function functionCapacity(change: Change): readonly Finding[] {
  const [was, is] = ['before', 'after'].map((side) =>
    numberOf(valueAt(side === 'before' ? change.before : change.after, ['reserved_concurrent_executions'])),
  );
  if (was === undefined || is === undefined || was === is || is < 0) return [];
  if (is === 0) return [lowered(change, `The ${nameOfResource(change)} is stopped: it may run 0 at once`)];
  return was >= 0 && is > was
    ? []
    : [
        lowered(
          change,
          `The ${nameOfResource(change)} may run ${is} at once (was ${was < 0 ? 'what the account allows' : was})`,
        ),
      ];
}

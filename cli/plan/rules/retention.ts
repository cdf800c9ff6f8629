import { type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { asList, isFields, numberOf, textOf, valueAt, type Fields } from '../value.ts';
import { inWords, nameOfResource } from '../words.ts';
import { bucketGoes } from './public.ts';

const weaker = (change: Change, what: string): Finding =>
  finding(change, 'MK_RETENTION_WEAKENED', 'danger', what);
const changes = ({ action }: Change): boolean => action === 'update' || action === 'replace';

export const logRetentionRule: Rule = (change) => {
  if (change.type !== 'aws_cloudwatch_log_group' || !changes(change)) return [];
  const [was, is] = [days(change.before), days(change.after)];
  if (was === is) return [];
  const name = nameOfResource(change);
  if (is === 0)
    return [weaker(change, `The ${name} keeps its events for ever (was ${was} days): the retention is gone`)];
  if (was === 0 || is < was)
    return [
      weaker(
        change,
        `The ${name} keeps its events ${is} days (was ${was === 0 ? 'for ever' : `${was} days`}): older ones are deleted`,
      ),
    ];
  return [
    finding(
      change,
      'MK_RETENTION_WEAKENED',
      'warning',
      `The ${name} keeps its events ${is} days (was ${was} days)`,
      {
        why: 'longer costs more, and the rules may set an upper bound',
        fix: 'check it against the environment',
      },
    ),
  ];
};

/** 0 and nothing both mean for ever. */
const days = (fields: Fields): number => numberOf(fields['retention_in_days']) ?? 0;

/** Numbers of days, seconds or hours that may only grow. */
const periods: readonly { type: string; path: readonly string[]; unit: string }[] = [
  { type: 'aws_sqs_queue', path: ['message_retention_seconds'], unit: 's' },
  { type: 'aws_kinesis_stream', path: ['retention_period'], unit: 'h' },
  { type: 'aws_cloudwatch_event_archive', path: ['retention_days'], unit: 'days' },
  { type: 'aws_dynamodb_table', path: ['point_in_time_recovery', 'recovery_period_in_days'], unit: 'days' },
  { type: 'aws_secretsmanager_secret', path: ['recovery_window_in_days'], unit: 'days' },
  { type: 'aws_kms_key', path: ['deletion_window_in_days'], unit: 'days' },
  { type: 'aws_db_instance', path: ['backup_retention_period'], unit: 'days' },
  { type: 'aws_rds_cluster', path: ['backup_retention_period'], unit: 'days' },
  {
    type: 'aws_s3_bucket_object_lock_configuration',
    path: ['rule', 'default_retention', 'years'],
    unit: 'years',
  },
  {
    type: 'aws_s3_bucket_object_lock_configuration',
    path: ['rule', 'default_retention', 'days'],
    unit: 'days',
  },
];

export const periodRule: Rule = (change) =>
  changes(change)
    ? periods
        .filter(({ type }) => type === change.type)
        .flatMap(({ path, unit }) => {
          const [was, is] = [numberOf(valueAt(change.before, path)), numberOf(valueAt(change.after, path))];
          return was !== undefined && is !== undefined && is < was
            ? [
                weaker(
                  change,
                  `The ${nameOfResource(change)} has ${path.join('.')} lowered from ${was} to ${is} ${unit}`,
                ),
              ]
            : [];
        })
    : [];

/** Object Lock and lifecycles: what S3 itself deletes, or may. */
export const bucketRetentionRule: Rule = (change, all) => {
  const bucket = inWords(change.before['bucket']);
  if (change.type === 'aws_s3_bucket_object_lock_configuration') {
    if (change.action === 'delete' && !bucketGoes(change, all))
      return [weaker(change, `Objects of the bucket "${bucket}" are no longer locked`)];
    const mode = (fields: Fields): string | undefined =>
      textOf(valueAt(fields, ['rule', 'default_retention', 'mode']));
    return changes(change) && mode(change.before) === 'COMPLIANCE' && mode(change.after) !== 'COMPLIANCE'
      ? [
          weaker(
            change,
            `The Object Lock of the bucket "${bucket}" goes from COMPLIANCE to ${inWords(mode(change.after))}: administrators may delete`,
          ),
        ]
      : [];
  }
  if (change.type !== 'aws_s3_bucket_lifecycle_configuration') return [];
  if (change.action === 'delete')
    return bucketGoes(change, all)
      ? []
      : [
          finding(
            change,
            'MK_RETENTION_WEAKENED',
            'warning',
            `Objects of the bucket "${bucket}" are kept for ever: its lifecycle is removed`,
          ),
        ];
  return changes(change) ? lifecycleChanges(change, bucket) : [];
};

function lifecycleChanges(change: Change, bucket: string): readonly Finding[] {
  const [was, is] = [expiries(change.before), expiries(change.after)];
  return [...is].flatMap(([rule, now]) => {
    const before = was.get(rule);
    if (before !== undefined && now >= before) return [];
    const kind = rule.endsWith('old versions') ? 'Old versions' : 'Objects';
    const text = before === undefined ? 'were kept' : `after ${before} days before`;
    return [
      weaker(
        change,
        `${kind} of the bucket "${bucket}" are deleted after ${now} days by the rule ${rule} (${text})`,
      ),
    ];
  });
}

/** Days after which enabled rules delete, by rule. */
function expiries(fields: Fields): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const rule of asList(fields['rule']).filter(isFields)) {
    if (rule['status'] !== 'Enabled') continue;
    const id = textOf(rule['id']) ?? 'without a name';
    const current = numberOf(valueAt(rule, ['expiration', 'days']));
    const old = numberOf(valueAt(rule, ['noncurrent_version_expiration', 'noncurrent_days']));
    if (current !== undefined && current > 0) found.set(id, current);
    if (old !== undefined && old > 0) found.set(`${id}, old versions`, old);
  }
  return found;
}

/** The audit: trail, its validation, flow logs. */
export const auditRule: Rule = (change) => {
  const weakened = (what: string): readonly Finding[] => [
    finding(change, 'MK_AUDIT_WEAKENED', 'danger', what),
  ];
  const name = nameOfResource(change);
  if (change.type === 'aws_flow_log' && change.action === 'delete')
    return weakened(`The network's flow log ${change.address} is removed`);
  if (change.type !== 'aws_cloudtrail') return [];
  if (change.action === 'delete' || change.action === 'replace')
    return weakened(
      `The ${name} is ${change.action === 'delete' ? 'removed' : 'replaced: between the two nothing is recorded'}`,
    );
  if (!changes(change)) return [];
  return [
    'enable_logging',
    'enable_log_file_validation',
    'is_multi_region_trail',
    'include_global_service_events',
  ]
    .filter((field) => change.before[field] === true && change.after[field] === false)
    .flatMap((field) => weakened(`The ${name} has ${field} switched off`));
};

import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { isSet, numberOf, same, textOf, valueAt } from '../value.ts';
import { inWords, nameOfResource } from '../words.ts';
import { bucketGoes } from './public.ts';

type Path = readonly string[];

/** Where resources name their key; without it AWS uses one of its own, or none. */
const keyPaths: readonly Path[] = [
  ['kms_key_id'],
  ['kms_key_arn'],
  ['kms_master_key_id'],
  ['kms_key_identifier'],
  ['server_side_encryption', 'kms_key_arn'],
  ['rule', 'apply_server_side_encryption_by_default', 'kms_master_key_id'],
  ['encryption_configuration', 'kms_key'],
];

/** Switches that are on in a safe resource. */
const onPaths: readonly Path[] = [
  ['server_side_encryption', 'enabled'],
  ['sqs_managed_sse_enabled'],
  ['encrypted'],
  ['storage_encrypted'],
  ['at_rest_encryption_enabled'],
  ['transit_encryption_enabled'],
  ['enable_network_isolation'],
  ['enable_inter_container_traffic_encryption'],
  ['result_configuration', 'encryption_configuration'],
];

export const encryptionRule: Rule = (change, all) => {
  if (change.type === 'aws_s3_bucket_server_side_encryption_configuration' && change.action === 'delete')
    return bucketGoes(change, all)
      ? []
      : [
          weaker(
            change,
            `The encryption of the bucket "${inWords(change.before['bucket'])}" falls back to S3's own key`,
          ),
        ];
  if (change.action !== 'update' && change.action !== 'replace') return [];
  return [...keysGone(change), ...switchedOff(change), ...algorithm(change), ...transport(change)];
};

const weaker = (change: Change, what: string): Finding =>
  finding(change, 'MK_ENCRYPTION_WEAKENED', 'danger', what);

const keysGone = (change: Change): readonly Finding[] =>
  keyPaths.flatMap((path) => {
    const [was, is] = [valueAt(change.before, path), valueAt(change.after, path)];
    if (!isSet(was) || isUnknown(change, path) || same(was, is)) return [];
    if (!isSet(is))
      return [
        weaker(
          change,
          `The ${nameOfResource(change)} is no longer encrypted under the platform's key (${path.join('.')} removed)`,
        ),
      ];
    return [
      finding(
        change,
        'MK_ENCRYPTION_WEAKENED',
        'warning',
        `The ${nameOfResource(change)} moves to another key (${path.join('.')})`,
        {
          why: 'what was written under the old key needs that key for as long as it is kept',
          fix: 'keep the old key and see that readers may use both',
        },
      ),
    ];
  });

const switchedOff = (change: Change): readonly Finding[] =>
  onPaths.flatMap((path) => {
    const [was, is] = [valueAt(change.before, path), valueAt(change.after, path)];
    const off = isSet(was) && was !== false && (is === false || !isSet(is));
    return off && !isUnknown(change, path)
      ? [weaker(change, `The ${nameOfResource(change)} has ${path.join('.')} switched off`)]
      : [];
  });

const algorithm = (change: Change): readonly Finding[] => {
  const path = ['rule', 'apply_server_side_encryption_by_default', 'sse_algorithm'];
  const [was, is] = [valueAt(change.before, path), valueAt(change.after, path)];
  return typeof was === 'string' && was.startsWith('aws:kms') && is === 'AES256'
    ? [
        weaker(
          change,
          `The ${nameOfResource(change)} goes from ${was} to ${is}: from the platform's key to S3's own`,
        ),
      ]
    : [];
};

const tlsPaths: readonly Path[] = [
  ['viewer_certificate', 'minimum_protocol_version'],
  ['minimum_protocol_version'],
  ['domain_name_configuration', 'security_policy'],
];

/** TLSv1 < TLSv1.1_2016 < TLSv1.2_2021: they sort as text, but for TLSv1 itself. */
const tlsRank = (version: string): string => version.replace(/_/g, '.').replace(/^(TLSv1|SSLv3)$/, ' $1');

const transport = (change: Change): readonly Finding[] => [
  ...tlsPaths.flatMap((path) => {
    const [was, is] = [textOf(valueAt(change.before, path)), textOf(valueAt(change.after, path))];
    return was !== undefined && is !== undefined && tlsRank(is) < tlsRank(was)
      ? [weaker(change, `The ${nameOfResource(change)} accepts older TLS (${was} -> ${is})`)]
      : [];
  }),
  ...(change.type === 'aws_cloudfront_distribution' &&
  valueAt(change.after, ['default_cache_behavior', 'viewer_protocol_policy']) === 'allow-all' &&
  valueAt(change.before, ['default_cache_behavior', 'viewer_protocol_policy']) !== 'allow-all'
    ? [weaker(change, `The ${nameOfResource(change)} answers without TLS`)]
    : []),
];

export const keyRule: Rule = (change) => {
  if (change.type !== 'aws_kms_key' || (change.action !== 'update' && change.action !== 'replace')) return [];
  const { before, after } = change;
  const name = nameOfKey(change);
  const [was, is] = [numberOf(before['rotation_period_in_days']), numberOf(after['rotation_period_in_days'])];
  return [
    ...(before['enable_key_rotation'] === true && after['enable_key_rotation'] === false
      ? [finding(change, 'MK_KEY_ROTATION_OFF', 'danger', `The ${name} is no longer rotated`)]
      : was !== undefined && is !== undefined && is > Math.max(was, 365)
        ? [
            finding(
              change,
              'MK_KEY_ROTATION_OFF',
              'danger',
              `The ${name} is rotated every ${is} days instead of ${was}`,
            ),
          ]
        : []),
    ...(before['is_enabled'] === true && after['is_enabled'] === false
      ? [weaker(change, `The ${name} is disabled: nothing encrypted under it can be read or written`)]
      : []),
  ];
};

const nameOfKey = (change: Change): string => {
  const description = textOf(change.after['description']);
  return description === undefined ? nameOfResource(change) : `encryption key "${description}"`;
};

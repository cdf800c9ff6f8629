import { becomeUnknown, changedFields, type Change } from '../change.ts';
import { finding, type Rule } from '../finding.ts';
import { maskedChanged } from '../mask.ts';
import { same } from '../value.ts';
import { listed, nameOfResource } from '../words.ts';
import { becauseOf } from './data.ts';

/** Attributes that decide who gets in and what is readable. */
const securityFields = new Set([
  'policy',
  'assume_role_policy',
  'policy_document',
  'access_policies',
  'inline_policy',
  'policy_arn',
  'permissions_boundary',
  'principal',
  'kms_key_id',
  'kms_key_arn',
  'kms_master_key_id',
  'role',
  'role_arn',
  'cidr_ipv4',
  'cidr_ipv6',
  'cidr_blocks',
  'ingress',
  'egress',
  'alarm_actions',
  'definition',
  'authorizer_id',
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
]);

export const unknownRule: Rule = (change) => {
  if (change.action !== 'update' && change.action !== 'replace') return [];
  const unknown = becomeUnknown(change).filter((field) => securityFields.has(field));
  const secret = [...securityFields].filter((field) => change.after[field] === maskedChanged);
  return [
    ...(unknown.length > 0
      ? [
          finding(
            change,
            'MK_UNKNOWN',
            'warning',
            `The ${nameOfResource(change)} changes ${listed(unknown)}, to what is known only after the apply`,
          ),
        ]
      : []),
    ...(secret.length > 0
      ? [
          finding(
            change,
            'MK_UNKNOWN',
            'warning',
            `The ${nameOfResource(change)} changes ${listed(secret)}, which is marked sensitive and cannot be compared`,
          ),
        ]
      : []),
  ];
};

const tagFields = new Set(['tags', 'tags_all']);

export const tagsRule: Rule = (change) => {
  if (!isTagsOnly(change)) return [];
  return [finding(change, 'MK_TAGS', 'notice', `Only tags of the ${nameOfResource(change)} change`)];
};

const isTagsOnly = (change: Change): boolean => {
  if (change.action !== 'update') return false;
  const fields = changedFields(change);
  const unknown = becomeUnknown(change).filter((field) => !tagFields.has(field));
  return fields.length > 0 && unknown.length === 0 && fields.every((field) => tagFields.has(field));
};

/** Replacements that no other rule speaks of. */
export const replacedRule: Rule = (change) =>
  change.action === 'replace'
    ? [
        finding(
          change,
          'MK_REPLACED',
          'notice',
          `The ${nameOfResource(change)} is replaced${becauseOf(change)}`,
        ),
      ]
    : [];

/**
 * Attributes through which a resource also shows what companions of it set. After the first apply Terraform reports them
 * as changed by others, though its own companion did it; where somebody did, the companion itself is reported.
 */
const shownByCompanions: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  aws_s3_bucket: {
    policy: /^aws_s3_bucket_policy$/,
    versioning: /^aws_s3_bucket_versioning$/,
    server_side_encryption_configuration: /^aws_s3_bucket_server_side_encryption_configuration$/,
    lifecycle_rule: /^aws_s3_bucket_lifecycle_configuration$/,
    logging: /^aws_s3_bucket_logging$/,
    cors_rule: /^aws_s3_bucket_cors_configuration$/,
    object_lock_configuration: /^aws_s3_bucket_object_lock_configuration$/,
    replication_configuration: /^aws_s3_bucket_replication_configuration$/,
    grant: /^aws_s3_bucket_(acl|ownership_controls)$/,
  },
  aws_iam_role: {
    inline_policy: /^aws_iam_role_policy$/,
    managed_policy_arns: /^aws_iam_role_policy_attachment$/,
  },
  aws_security_group: {
    ingress: /^aws_(vpc_security_group_ingress_rule|security_group_rule)$/,
    egress: /^aws_(vpc_security_group_egress_rule|security_group_rule)$/,
  },
  aws_kms_key: { policy: /^aws_kms_key_policy$/ },
  aws_sns_topic: { policy: /^aws_sns_topic_policy$/ },
  aws_sqs_queue: { policy: /^aws_sqs_queue_policy$/, redrive_policy: /^aws_sqs_queue_redrive_policy$/ },
  aws_route_table: { route: /^aws_route$/ },
};

/** What somebody else changed since the last apply; `change` is an entry of the plan's drift, `all` its changes. */
export const driftRule: Rule = (change, all) => {
  if (change.action === 'delete')
    return [
      finding(change, 'MK_DRIFTED', 'warning', `The ${nameOfResource(change)} was deleted outside Terraform`),
    ];
  const companions = shownByCompanions[change.type] ?? {};
  const fields = changedFields(change).filter((field) => {
    const companion = companions[field];
    // A change of the provider's default tags shows as a change of `tags` by others: what the resource wears is tags_all.
    if (field === 'tags' && same(change.before['tags_all'], change.after['tags_all'])) return false;
    return !companion || !all.some((other) => companion.test(other.type));
  });
  return fields.length > 0
    ? [
        finding(
          change,
          'MK_DRIFTED',
          'warning',
          `The ${nameOfResource(change)} was changed outside Terraform: ${listed(fields)}`,
        ),
      ]
    : [];
};

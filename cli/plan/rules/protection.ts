import { isUnknown, type Change } from '../change.ts';
import { finding, type Rule } from '../finding.ts';
import { textOf, valueAt } from '../value.ts';
import { inWords, nameOfResource } from '../words.ts';
import { bucketGoes } from './public.ts';

/** What guards a resource, and the values that it may not leave. */
const guards: readonly { path: readonly string[]; safe: unknown; what: string; type?: RegExp }[] = [
  {
    path: ['point_in_time_recovery', 'enabled'],
    safe: true,
    what: 'can no longer be restored to a point in time',
  },
  { path: ['deletion_protection_enabled'], safe: true, what: 'is no longer protected against deletion' },
  { path: ['deletion_protection'], safe: true, what: 'is no longer protected against deletion' },
  { path: ['deletion_protection'], safe: 'ACTIVE', what: 'is no longer protected against deletion' },
  { path: ['enable_deletion_protection'], safe: true, what: 'is no longer protected against deletion' },
  {
    path: ['force_destroy'],
    safe: false,
    what: 'may be deleted with all that it holds (force_destroy)',
    type: /^aws_s3_bucket$|^aws_backup/,
  },
  { path: ['force_delete'], safe: false, what: 'may be deleted with all its images (force_delete)' },
  {
    path: ['image_tag_mutability'],
    safe: 'IMMUTABLE',
    what: 'lets image tags move: a reviewed tag may become another image',
  },
  { path: ['image_scanning_configuration', 'scan_on_push'], safe: true, what: 'no longer scans images' },
  { path: ['mfa_configuration'], safe: 'ON', what: 'no longer demands a second factor' },
  { path: ['skip_destroy'], safe: true, what: 'is deleted when Terraform removes it (skip_destroy off)' },
  { path: ['prevent_user_existence_errors'], safe: 'ENABLED', what: 'tells strangers which users exist' },
];

export const protectionRule: Rule = (change, all) => {
  if (change.type === 'aws_s3_bucket_versioning') return versioning(change, all);
  if (change.action !== 'update' && change.action !== 'replace') return [];
  return guards
    .filter(({ path, safe, type }) => {
      const is = valueAt(change.after, path);
      return (
        (type === undefined || type.test(change.type)) &&
        valueAt(change.before, path) === safe &&
        is !== safe &&
        !isUnknown(change, path)
      );
    })
    .map(({ what }) =>
      finding(change, 'MK_PROTECTION_OFF', 'danger', `The ${nameOfResource(change)} ${what}`),
    );
};

function versioning(change: Change, all: readonly Change[]): ReturnType<Rule> {
  const status = (fields: Change['after']): string | undefined =>
    textOf(valueAt(fields, ['versioning_configuration', 'status']));
  if (status(change.before) !== 'Enabled') return [];
  const off =
    change.action === 'delete'
      ? !bucketGoes(change, all)
      : change.action === 'update' && status(change.after) !== 'Enabled';
  return off
    ? [
        finding(
          change,
          'MK_PROTECTION_OFF',
          'danger',
          `The bucket "${inWords(change.before['bucket'])}" no longer keeps old versions: what is overwritten or deleted is gone`,
        ),
      ]
    : [];
}

import type { S3BucketLifecycleConfigurationRule } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { type Check, matches, refuseIf, unique, within } from '../validation.ts';

/** What happens to objects as they grow old. Days count from the day on which the object came. */
export interface LifecycleRule {
  readonly id: string;
  /** All objects unless given. */
  readonly prefix?: string;
  /** Only objects that carry this tag too. */
  readonly tag?: { readonly key: string; readonly value: string };
  readonly expireAfterDays?: number;
  /** Older versions, counted from the day on which a newer one came; `keepNoncurrentVersions` of them stay all the same. */
  readonly expireNoncurrentAfterDays?: number;
  readonly keepNoncurrentVersions?: number;
  readonly archive?: { readonly afterDays: number; readonly to: 'GLACIER_IR' | 'GLACIER' | 'DEEP_ARCHIVE' };
}

/** Parts of uploads that never ended cost money and are seen in no listing. */
const abandonedUploads: S3BucketLifecycleConfigurationRule = {
  id: 'abandoned-uploads',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
};

/** S3 moves each object between its access tiers by itself; objects under 128 KiB stay where they are. */
const tiering: S3BucketLifecycleConfigurationRule = {
  id: 'intelligent-tiering',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  transition: [{ days: 0, storageClass: 'INTELLIGENT_TIERING' }],
};

export const lifecycleRules = (
  rules: readonly LifecycleRule[],
  intelligentTiering: boolean,
): S3BucketLifecycleConfigurationRule[] => [
  abandonedUploads,
  ...(intelligentTiering ? [tiering] : []),
  ...rules.map(ruleOf),
];

const ruleOf = (rule: LifecycleRule): S3BucketLifecycleConfigurationRule => ({
  id: rule.id,
  status: 'Enabled',
  filter: [
    rule.tag === undefined
      ? { prefix: rule.prefix ?? '' }
      : { and: [{ prefix: rule.prefix ?? '', tags: { [rule.tag.key]: rule.tag.value } }] },
  ],
  ...(rule.expireAfterDays === undefined ? {} : { expiration: [{ days: rule.expireAfterDays }] }),
  ...(rule.archive === undefined
    ? {}
    : { transition: [{ days: rule.archive.afterDays, storageClass: rule.archive.to }] }),
  ...(rule.expireNoncurrentAfterDays === undefined
    ? {}
    : {
        noncurrentVersionExpiration: [
          {
            noncurrentDays: rule.expireNoncurrentAfterDays,
            ...(rule.keepNoncurrentVersions === undefined
              ? {}
              : { newerNoncurrentVersions: rule.keepNoncurrentVersions }),
          },
        ],
      }),
});

export const checkLifecycle = (rules: readonly LifecycleRule[]): readonly Check[] => [
  ...unique('lifecycle.id', ['abandoned-uploads', 'intelligent-tiering', ...rules.map((rule) => rule.id)]),
  ...rules.flatMap((rule, index) => {
    const place = `lifecycle[${index}]`;
    return [
      matches(`${place}.id`, rule.id, /^[\w.-]{1,255}$/, 'letters, digits, ., _ or -'),
      within(`${place}.expireAfterDays`, rule.expireAfterDays, 1, 36_500),
      within(`${place}.expireNoncurrentAfterDays`, rule.expireNoncurrentAfterDays, 1, 36_500),
      within(`${place}.keepNoncurrentVersions`, rule.keepNoncurrentVersions, 1, 100),
      within(`${place}.archive.afterDays`, rule.archive?.afterDays, 1, 36_500),
      refuseIf(
        rule.expireAfterDays === undefined &&
          rule.expireNoncurrentAfterDays === undefined &&
          rule.archive === undefined,
        `${place}: does nothing, expected expireAfterDays, expireNoncurrentAfterDays or archive`,
      ),
      refuseIf(
        rule.keepNoncurrentVersions !== undefined && rule.expireNoncurrentAfterDays === undefined,
        `${place}.keepNoncurrentVersions: means nothing without expireNoncurrentAfterDays`,
      ),
      refuseIf(
        (rule.archive?.afterDays ?? 0) >= (rule.expireAfterDays ?? Infinity),
        `${place}: archives after ${String(rule.archive?.afterDays)} days what expires after ${String(rule.expireAfterDays)}`,
      ),
    ];
  }),
];

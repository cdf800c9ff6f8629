import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification/index.js';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { policyJson, type ResourceStatement } from '../security/statement.ts';
import { addChecks, isArn, isPlace, matches, refuseIf, within } from '../validation.ts';
import { accessLogDelivery, refusals } from './bucket-policy.ts';
import { checkLifecycle, type LifecycleRule, lifecycleRules } from './lifecycle.ts';

export interface PrivateBucketProps {
  readonly place: AwsPlace;
  /** Unique in all of AWS, so it carries the account's id or a prefix. */
  readonly name: string;
  /** Not given where the bucket receives access logs: S3 delivers those only under its own key (AES256). */
  readonly keyArn?: string;
  readonly receivesAccessLogs?: boolean;
  /** True unless given: each overwrite and deletion can be undone until a lifecycle rule expires the older version. */
  readonly versioned?: boolean;
  /** Besides the rule that every bucket has: uploads that were begun and not ended go after 7 days. */
  readonly lifecycle?: readonly LifecycleRule[];
  /** True unless given, but false where access logs are received: objects move to cheaper tiers by themselves. */
  readonly intelligentTiering?: boolean;
  readonly accessLogs?: { readonly bucketName: string; readonly prefix: string };
  /** No version can be removed before its time: by nobody (COMPLIANCE), or only with a right of its own (GOVERNANCE). */
  readonly objectLock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly retentionDays: number };
  /** False unless given: S3 tells EventBridge of each object that comes or goes. */
  readonly sendsEvents?: boolean;
  /** What a service, such as a trail, may do besides; the account's roles need nothing here. */
  readonly statements?: readonly ResourceStatement[];
  /** True unless given: Terraform refuses to destroy it. False: it is destroyed with all that lies in it. */
  readonly protect?: boolean;
}

/** A bucket that is encrypted, closed to the public, open over TLS only, and keeps older versions. */
export class PrivateBucket extends Construct {
  /** Known once the bucket's policy stands, so that nobody uses the bucket before. */
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    addChecks(this, () => checksOf(props));
    const { protect = true, versioned = true, receivesAccessLogs = false } = props;
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      forceDestroy: !protect,
      ...(props.objectLock === undefined ? {} : { objectLockEnabled: true }),
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.arn = bucket.arn;
    const of = { bucket: bucket.id };
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      ...of,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      ...of,
      rule: [encryptionRule(props)],
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      ...of,
      policy: policyJson([
        ...refusals(props.place, props.name, props.keyArn === undefined ? 'AES256' : 'aws:kms'),
        ...(receivesAccessLogs ? [accessLogDelivery(props.place, props.name)] : []),
        ...(props.statements ?? []),
      ]),
      // S3 refuses two settings of one bucket at the same moment.
      dependsOn: [publicAccess],
    });
    this.name = policy.bucket;
    const versioning = versioned
      ? new S3BucketVersioningA(this, 'versioning', { ...of, versioningConfiguration: { status: 'Enabled' } })
      : undefined;
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      ...of,
      rule: lifecycleRules(props.lifecycle ?? [], props.intelligentTiering ?? !receivesAccessLogs),
      // Rules on older versions are refused before there can be any.
      ...(versioning === undefined ? {} : { dependsOn: [versioning] }),
    });
    this.addOptions(bucket.id, props, versioning);
  }

  private addOptions(bucketId: string, props: PrivateBucketProps, versioning?: S3BucketVersioningA): void {
    const of = { bucket: bucketId };
    const { accessLogs, objectLock } = props;
    if (accessLogs !== undefined)
      new S3BucketLoggingA(this, 'access-logs', {
        ...of,
        targetBucket: accessLogs.bucketName,
        targetPrefix: accessLogs.prefix,
      });
    if (objectLock !== undefined)
      new S3BucketObjectLockConfigurationA(this, 'object-lock', {
        ...of,
        rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.retentionDays } },
        ...(versioning === undefined ? {} : { dependsOn: [versioning] }),
      });
    if (props.sendsEvents === true) new S3BucketNotification(this, 'events', { ...of, eventbridge: true });
  }
}

/** A bucket key: one call to KMS for many objects instead of one for each. */
const encryptionRule = ({ keyArn }: PrivateBucketProps) =>
  keyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
    : {
        bucketKeyEnabled: true,
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
      };

const checksOf = (props: PrivateBucketProps) => [
  ...isPlace(props.place),
  matches(
    'name',
    props.name,
    /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    '3 to 63 lower-case letters, digits or hyphens',
  ),
  isArn('keyArn', props.keyArn),
  refuseIf(
    props.keyArn === undefined && props.receivesAccessLogs !== true,
    'keyArn: got none, expected a key (only a bucket that receives access logs goes without)',
  ),
  refuseIf(
    props.keyArn !== undefined && props.receivesAccessLogs === true,
    'keyArn: S3 delivers no access logs to a bucket under a KMS key; leave it out',
  ),
  refuseIf(
    props.objectLock !== undefined && props.versioned === false,
    'versioned: got false, expected true, since Object Lock keeps versions',
  ),
  refuseIf(
    props.objectLock !== undefined && props.receivesAccessLogs === true,
    'objectLock: S3 delivers no access logs to a bucket with a default retention',
  ),
  refuseIf(
    props.accessLogs?.bucketName === props.name,
    'accessLogs.bucketName: a bucket that logs to itself logs each log; name another',
  ),
  within('objectLock.retentionDays', props.objectLock?.retentionDays, 1, 36_500),
  ...checkLifecycle(props.lifecycle ?? []),
];

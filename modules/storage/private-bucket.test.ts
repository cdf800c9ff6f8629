import { describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket.ts';

const props: PrivateBucketProps = { place: testPlace, name: 'raw-123456789012', keyArn: testKeyArn };
const bucket = (more: Partial<PrivateBucketProps> = {}) =>
  synth((scope) => new PrivateBucket(scope, 'raw', { ...props, ...more }));
const problems = (more: Partial<PrivateBucketProps>) =>
  problemsOf((scope) => new PrivateBucket(scope, 'raw', { ...props, ...more }));
const { keyArn: _keyArn, ...keyless } = props;

describe('by itself', () => {
  const made = bucket();

  test('is closed to the public in all four ways, and has no ACLs', () => {
    expect(made.only('aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(made.only('aws_s3_bucket_ownership_controls')).toMatchObject({
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
  });

  test('is encrypted under the key, with a bucket key', () => {
    expect(made.only('aws_s3_bucket_server_side_encryption_configuration')['rule']).toEqual([
      {
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: testKeyArn },
      },
    ]);
  });

  test('refuses a line without TLS, and objects under another encryption', () => {
    const denied = made.statements('aws_s3_bucket_policy');
    expect(denied.map((statement) => [statement['Sid'], statement['Effect']])).toEqual([
      ['OnlyOverTls', 'Deny'],
      ['OnlyOverTls12', 'Deny'],
      ['OnlyItsOwnEncryption', 'Deny'],
    ]);
    expect(denied[0]).toMatchObject({
      Principal: { AWS: '*' },
      Action: ['s3:*'],
      Resource: ['arn:aws:s3:::raw-123456789012', 'arn:aws:s3:::raw-123456789012/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('keeps versions, tiers by itself, forgets abandoned uploads', () => {
    expect(made.only('aws_s3_bucket_versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(made.only('aws_s3_bucket_lifecycle_configuration')['rule']).toEqual([
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
      expect.objectContaining({ transition: [{ days: 0, storage_class: 'INTELLIGENT_TIERING' }] }),
    ]);
  });

  test('cannot be destroyed by accident', () => {
    expect(made.only('aws_s3_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });
});

test('protect: false lets it go with what lies in it', () => {
  const open = bucket({ protect: false }).only('aws_s3_bucket');
  expect(open['force_destroy']).toBe(true);
  expect(open).not.toHaveProperty('lifecycle');
});

test('lifecycle rules become what S3 reads', () => {
  const made = bucket({
    lifecycle: [
      { id: 'old', prefix: 'processed/', expireAfterDays: 365, archive: { afterDays: 90, to: 'GLACIER_IR' } },
      { id: 'versions', expireNoncurrentAfterDays: 30, keepNoncurrentVersions: 3 },
      { id: 'marked', tag: { key: 'state', value: 'unreferenced' }, expireAfterDays: 90 },
    ],
  });
  expect(made.only('aws_s3_bucket_lifecycle_configuration')['rule']).toEqual(
    expect.arrayContaining([
      {
        id: 'old',
        status: 'Enabled',
        filter: [{ prefix: 'processed/' }],
        expiration: [{ days: 365 }],
        transition: [{ days: 90, storage_class: 'GLACIER_IR' }],
      },
      {
        id: 'versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 3 }],
      },
      {
        id: 'marked',
        status: 'Enabled',
        filter: [{ and: [{ prefix: '', tags: { state: 'unreferenced' } }] }],
        expiration: [{ days: 90 }],
      },
    ]),
  );
});

test('a bucket for access logs has the encryption that S3 can deliver under, and lets S3 write', () => {
  const made = synth(
    (scope) => new PrivateBucket(scope, 'logs', { ...keyless, name: 'logs-123', receivesAccessLogs: true }),
  );
  expect(JSON.stringify(made.only('aws_s3_bucket_server_side_encryption_configuration'))).toContain('AES256');
  expect(made.statements('aws_s3_bucket_policy')).toContainEqual(
    expect.objectContaining({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: ['s3:PutObject'],
    }),
  );
});

test('access logs, Object Lock and events where asked for', () => {
  const made = bucket({
    accessLogs: { bucketName: 'logs-123', prefix: 'raw/' },
    objectLock: { mode: 'COMPLIANCE', retentionDays: 2192 },
    sendsEvents: true,
  });
  expect(made.only('aws_s3_bucket_logging')).toMatchObject({
    target_bucket: 'logs-123',
    target_prefix: 'raw/',
  });
  expect(made.only('aws_s3_bucket')['object_lock_enabled']).toBe(true);
  expect(made.only('aws_s3_bucket_object_lock_configuration')['rule']).toEqual({
    default_retention: { mode: 'COMPLIANCE', days: 2192 },
  });
  expect(made.only('aws_s3_bucket_notification')['eventbridge']).toBe(true);
});

test.each<[string, Partial<PrivateBucketProps>, string]>([
  ['a name with capitals', { name: 'Raw' }, 'name: got "Raw"'],
  ['a key that is no ARN', { keyArn: 'alias/dev' }, 'keyArn: got "alias/dev"'],
  [
    'a key for access logs',
    { receivesAccessLogs: true },
    'S3 delivers no access logs to a bucket under a KMS key',
  ],
  [
    'Object Lock without versions',
    { versioned: false, objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } },
    'versioned: got false',
  ],
  ['logs to itself', { accessLogs: { bucketName: props.name, prefix: '' } }, 'logs to itself'],
  ['a rule without effect', { lifecycle: [{ id: 'x' }] }, 'lifecycle[0]: does nothing'],
  [
    'the archive after the end',
    { lifecycle: [{ id: 'x', expireAfterDays: 30, archive: { afterDays: 90, to: 'GLACIER' } }] },
    'archives after 90 days what expires after 30',
  ],
  ['an id twice', { lifecycle: [{ id: 'abandoned-uploads', expireAfterDays: 1 }] }, 'is there twice'],
])('%s fails the synth with its path', (_what, more, message) => {
  expect(problems(more)).toContain('[test/raw] ');
  expect(problems(more)).toContain(message);
});

import { type AwsPlace, bucketArnOf } from '../aws-place.ts';
import type { ResourceStatement } from '../security/statement.ts';

/** What each bucket refuses, whoever asks: an unencrypted line, and objects under another encryption than its own. */
export function refusals(
  place: AwsPlace,
  bucketName: string,
  encryption: 'aws:kms' | 'AES256',
): readonly ResourceStatement[] {
  const both = [bucketArnOf(place, bucketName), bucketArnOf(place, bucketName, '*')];
  const deny = { effect: 'Deny', principals: '*' } as const;
  return [
    {
      ...deny,
      sid: 'OnlyOverTls',
      actions: ['s3:*'],
      resources: both,
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      ...deny,
      sid: 'OnlyOverTls12',
      actions: ['s3:*'],
      resources: both,
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    },
    {
      ...deny,
      sid: 'OnlyItsOwnEncryption',
      actions: ['s3:PutObject'],
      resources: [bucketArnOf(place, bucketName, '*')],
      // Both must hold: a request that names no encryption gets the bucket's.
      conditions: {
        Null: { 's3:x-amz-server-side-encryption': 'false' },
        StringNotEquals: { 's3:x-amz-server-side-encryption': encryption },
      },
    },
  ];
}

/** S3's own log delivery may write, for buckets of this account. */
export const accessLogDelivery = (place: AwsPlace, bucketName: string): ResourceStatement => ({
  sid: 'AccessLogDelivery',
  principals: { services: ['logging.s3.amazonaws.com'] },
  actions: ['s3:PutObject'],
  resources: [bucketArnOf(place, bucketName, '*')],
  conditions: { StringEquals: { 'aws:SourceAccount': place.accountId } },
});

import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace, bucketArnOf } from '../aws-place.ts';
import { addChecks, isArn, isPlace, matches } from '../validation.ts';
import type { ResourceStatement } from './statement.ts';

export interface AuditTrailProps {
  readonly place: AwsPlace;
  readonly name: string;
  /** Of a bucket whose policy holds trailDeliveryStatements. */
  readonly bucketName: string;
  readonly keyArn: string;
  /** Who read or wrote which object is recorded for these buckets. */
  readonly objectsOfBucketArns?: readonly string[];
  /** Who read or wrote which item is recorded for these tables: by key, without the item. */
  readonly itemsOfTableArns?: readonly string[];
}

/** Every call that manages something in the account, in all regions, in files whose integrity can be proven. */
export class AuditTrail extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { place, name, bucketName, keyArn, objectsOfBucketArns = [], itemsOfTableArns = [] } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^[A-Za-z0-9][\w.-]{2,127}$/, '3 to 128 letters, digits, ., _ or -'),
      isArn('keyArn', keyArn),
      ...objectsOfBucketArns.map((arn) => isArn('objectsOfBucketArns', arn)),
      ...itemsOfTableArns.map((arn) => isArn('itemsOfTableArns', arn)),
    ]);
    this.arn = new Cloudtrail(this, 'trail', {
      name,
      s3BucketName: bucketName,
      kmsKeyId: keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelector: [
        { name: 'management', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] },
        ...dataEvents(
          'objects',
          'AWS::S3::Object',
          objectsOfBucketArns.map((arn) => `${arn}/`),
        ),
        ...dataEvents('items', 'AWS::DynamoDB::Table', itemsOfTableArns),
      ],
    }).arn;
  }
}

const dataEvents = (name: string, type: string, arnPrefixes: readonly string[]) =>
  arnPrefixes.length === 0
    ? []
    : [
        {
          name,
          fieldSelector: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: [type] },
            { field: 'resources.ARN', startsWith: [...arnPrefixes] },
          ],
        },
      ];

/** What the bucket of a trail must let CloudTrail do, for this trail alone. */
export function trailDeliveryStatements(
  place: AwsPlace,
  bucketName: string,
  trailName: string,
): readonly ResourceStatement[] {
  const source = { 'aws:SourceArn': arnOf(place, 'cloudtrail', `trail/${trailName}`) };
  const principals = { services: ['cloudtrail.amazonaws.com'] };
  return [
    {
      sid: 'TrailReadsAcl',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArnOf(place, bucketName)],
      conditions: { StringEquals: source },
    },
    {
      sid: 'TrailWrites',
      principals,
      actions: ['s3:PutObject'],
      resources: [bucketArnOf(place, bucketName, `AWSLogs/${place.accountId}/*`)],
      conditions: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

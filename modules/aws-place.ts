/**
 * Where resources stand. Given by the caller, never asked of AWS: a plan then works without credentials, and names and
 * policies are known in it.
 */
export interface AwsPlace {
  /** 12 digits. */
  readonly accountId: string;
  /** `eu-central-1`. */
  readonly region: string;
  /** `aws` unless given: `aws-us-gov`, `aws-cn`. */
  readonly partition?: string;
}

/** The ARN of a resource by its name, for policies that must not wait for the resource itself. */
export const arnOf = (place: AwsPlace, service: string, resource: string): string =>
  `arn:${partitionOf(place)}:${service}:${place.region}:${place.accountId}:${resource}`;

/** The ARN of a bucket, or of objects in it (`objects` is a key pattern such as `raw/*`). */
export const bucketArnOf = (place: AwsPlace, bucketName: string, objects?: string): string =>
  `arn:${partitionOf(place)}:s3:::${bucketName}${objects === undefined ? '' : `/${objects}`}`;

/** The account's root principal: whatever the account's own IAM policies allow. */
export const accountRootArn = (place: AwsPlace): string =>
  `arn:${partitionOf(place)}:iam::${place.accountId}:root`;

const partitionOf = (place: AwsPlace): string => place.partition ?? 'aws';

import { arnOf, type AwsPlace, bucketArnOf } from '../aws-place.ts';
import type { IdentityStatement } from '../security/statement.ts';

export interface JobPermissions {
  readonly place: AwsPlace;
  /** ARNs of objects (`…/prefix/*`). */
  readonly reads: readonly ObjectsOf[];
  readonly writes: readonly ObjectsOf[];
  /** None where the images are AWS's own. */
  readonly repositoryArns: readonly string[];
  readonly keyArn: string;
  /** Jobs in a network of ours. */
  readonly inNetwork: boolean;
}
export interface ObjectsOf {
  readonly bucket: string;
  /** `snapshots/*` */
  readonly keys: string;
}

/** What every container of SageMaker does in its role's name: its image, its data, its log, its metrics. */
export function jobStatements(props: JobPermissions): IdentityStatement[] {
  const { place, keyArn, reads, writes } = props;
  const objects = (of: readonly ObjectsOf[]) =>
    of.map(({ bucket, keys }) => bucketArnOf(place, bucket, keys));
  const buckets = [...new Set([...reads, ...writes].map(({ bucket }) => bucketArnOf(place, bucket)))];
  const via = (...services: readonly string[]) => ({
    StringEquals: {
      'kms:ViaService': services.map((service) => `${service}.${place.region}.amazonaws.com`),
    },
  });
  return [
    { sid: 'Read', actions: ['s3:GetObject'], resources: objects([...reads, ...writes]) },
    ...(writes.length === 0
      ? []
      : [{ sid: 'Write', actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects(writes) }]),
    { sid: 'List', actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: buckets },
    {
      sid: 'Key',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keyArn],
      conditions: via('s3'),
    },
    {
      sid: 'Disks',
      actions: ['kms:CreateGrant', 'kms:DescribeKey'],
      resources: [keyArn],
      conditions: { ...via('sagemaker', 'ec2'), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    ...(props.repositoryArns.length === 0
      ? []
      : [
          {
            sid: 'Image',
            actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            resources: props.repositoryArns,
          },
        ]),
    {
      sid: 'ImageLogin',
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      anyResourceBecause: 'ECR knows no resources for a login',
    },
    {
      sid: 'Log',
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
      ],
      resources: [arnOf(place, 'logs', 'log-group:/aws/sagemaker/*')],
    },
    {
      sid: 'Metrics',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      anyResourceBecause: 'CloudWatch knows no resources for metrics; the condition names their namespaces',
      conditions: { StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*'] } },
    },
    ...(props.inNetwork ? [network] : []),
  ];
}

const network: IdentityStatement = {
  sid: 'Network',
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:CreateNetworkInterfacePermission',
    'ec2:DeleteNetworkInterface',
    'ec2:DeleteNetworkInterfacePermission',
    'ec2:DescribeDhcpOptions',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
  resources: ['*'],
  anyResourceBecause:
    'interfaces have no names before they are made, and SageMaker asks for all in one policy',
};

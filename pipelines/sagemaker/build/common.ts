import type { CacheConfig, RetryPolicy } from '../definition.ts';
import type { Count, Text } from '../value.ts';

/** The machines of a job. */
export interface Cluster {
  readonly instanceType: Text;
  readonly instanceCount?: Count;
  readonly volumeGiB: number;
  /** Encrypted by hardware, of which SageMaker takes no key. */
  readonly ownDisks?: boolean;
}

/** The key of a cluster's disks. */
export const diskKeyOf = (place: JobPlace, cluster: Cluster) =>
  place.kmsKeyArn === undefined || cluster.ownDisks === true ? {} : { VolumeKmsKeyId: place.kmsKeyArn };

/** What every job of an environment has in common: role, keys, network. */
export interface JobPlace {
  readonly roleArn: string;
  /** KMS key for what the job writes and for its disks; AWS's own keys without it. */
  readonly kmsKeyArn?: string;
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** No outgoing network from the program; S3 goes on working. MLflow does not. */
  readonly networkIsolation?: boolean;
}

export interface StepOptions {
  readonly name: string;
  readonly description: string;
  readonly dependsOn?: readonly string[];
}

/**
 * Faults and throttling of the API: 10 s, doubled four times = 5 minutes and 10 seconds in all. Every kind of step takes this one.
 */
export const apiRetries: RetryPolicy = {
  ExceptionType: ['Step.SERVICE_FAULT', 'Step.THROTTLING'],
  IntervalSeconds: 10,
  BackoffRate: 2,
  MaxAttempts: 5,
};
/**
 * No machine to be had, or one that broke: asked again for an hour, since capacity comes back in minutes or not today. A program that fails is
 * not tried again: the same input would fail again.
 */
const jobRetries: RetryPolicy = {
  ExceptionType: ['SageMaker.JOB_INTERNAL_ERROR', 'SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT'],
  IntervalSeconds: 60,
  BackoffRate: 2,
  ExpireAfterMin: 60,
};
export const retriesOfJobs: readonly RetryPolicy[] = [apiRetries, jobRetries];

/** The same arguments within this time take the earlier result. Days, since snapshots are named by their hash. */
export const cacheFor = (days: number | undefined): { readonly CacheConfig?: CacheConfig } =>
  days === undefined ? {} : { CacheConfig: { Enabled: true, ExpireAfter: `P${days}D` } };

export const commonOf = ({ name, description, dependsOn }: StepOptions) => ({
  Name: name,
  DisplayName: name,
  Description: description,
  ...(dependsOn === undefined ? {} : { DependsOn: dependsOn }),
});

export const vpcOf = (place: JobPlace) =>
  place.network && {
    VpcConfig: { Subnets: place.network.subnetIds, SecurityGroupIds: place.network.securityGroupIds },
  };

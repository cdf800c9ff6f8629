import type { JobStep } from '../definition.ts';
import { join, property, type PipelineValue, type Reference, type Text } from '../value.ts';
import {
  cacheFor,
  commonOf,
  diskKeyOf,
  retriesOfJobs,
  vpcOf,
  type Cluster,
  type JobPlace,
  type StepOptions,
} from './common.ts';

export interface TrainingOptions extends StepOptions {
  readonly image: Text;
  readonly place: JobPlace;
  readonly cluster: Cluster;
  /** By channel: an S3 prefix. */
  readonly channels: Readonly<Record<string, { readonly from: Text; readonly contentType?: string }>>;
  /** Texts: the API takes no numbers here. */
  readonly hyperparameters: Readonly<Record<string, Text>>;
  readonly environment?: Readonly<Record<string, Text>>;
  /** S3 prefix under which a job leaves `<job's name>/output/model.tar.gz`. */
  readonly outputUri: Text;
  readonly maxRuntimeSeconds: number;
  /** Spare capacity at a discount, interrupted at will: the run with its waiting may take this long. */
  readonly spot?: { readonly maxWaitSeconds: number };
  /** S3 prefix that outlives an interruption. */
  readonly checkpointUri?: Text;
  /** Names of the metrics that the program prints as `metric <name>=<number>`. */
  readonly metrics: readonly string[];
  readonly cacheDays?: number;
}

export interface ModelStep {
  readonly step: JobStep;
  readonly modelUri: Reference | Text;
}

/** A Training step: the arguments are CreateTrainingJob's. */
export function trainingStep(options: TrainingOptions): ModelStep {
  const { name, place } = options;
  const step: JobStep = {
    ...commonOf(options),
    Type: 'Training',
    Arguments: {
      ...jobDefinition(options),
      HyperParameters: options.hyperparameters,
      ...(options.environment && { Environment: options.environment }),
      EnableNetworkIsolation: place.networkIsolation ?? false,
    },
    RetryPolicies: retriesOfJobs,
    ...cacheFor(options.cacheDays),
  };
  return { step, modelUri: property(name, 'ModelArtifacts.S3ModelArtifacts') };
}

export interface TuningOptions extends Omit<TrainingOptions, 'cacheDays' | 'outputUri'> {
  /** Without functions: the address of the best model is put together from its bucket and prefix. */
  readonly outputBucket: string;
  readonly outputPrefix: string;
  readonly objective: { readonly metric: string; readonly goal: 'Maximize' | 'Minimize' };
  readonly ranges: Readonly<Record<string, TuningRange>>;
  readonly jobs: { readonly most: number; readonly atOnce: number };
}
export type TuningRange =
  | {
      readonly kind: 'continuous' | 'integer';
      readonly from: number;
      readonly to: number;
      readonly scale?: 'Linear' | 'Logarithmic';
    }
  | { readonly kind: 'categorical'; readonly values: readonly string[] };

/** A Tuning step in the place of a training: the arguments are CreateHyperParameterTuningJob's. */
export function tuningStep(options: TuningOptions): ModelStep {
  const { name, place, objective, jobs } = options;
  const outputUri = `s3://${options.outputBucket}/${options.outputPrefix}`;
  const step: JobStep = {
    ...commonOf(options),
    Type: 'Tuning',
    Arguments: {
      HyperParameterTuningJobConfig: {
        Strategy: 'Bayesian',
        HyperParameterTuningJobObjective: { Type: objective.goal, MetricName: objective.metric },
        ResourceLimits: { MaxNumberOfTrainingJobs: jobs.most, MaxParallelTrainingJobs: jobs.atOnce },
        ParameterRanges: rangesOf(options.ranges),
        TrainingJobEarlyStoppingType: 'Auto',
      },
      TrainingJobDefinition: {
        ...jobDefinition({ ...options, outputUri }),
        StaticHyperParameters: options.hyperparameters,
        ...(options.environment && { Environment: options.environment }),
        EnableNetworkIsolation: place.networkIsolation ?? false,
      },
    },
    RetryPolicies: retriesOfJobs,
  };
  const best = property(name, 'BestTrainingJob.TrainingJobName');
  return { step, modelUri: join('/', outputUri, best, 'output/model.tar.gz') };
}

/** What a training job and the definition of a tuning's jobs share. */
function jobDefinition(options: TrainingOptions): { readonly [key: string]: PipelineValue } {
  const { place, cluster, spot } = options;
  return {
    AlgorithmSpecification: {
      TrainingImage: options.image,
      TrainingInputMode: 'File',
      MetricDefinitions: options.metrics.map((metric) => ({
        Name: metric,
        Regex: `metric ${metric}=([0-9.eE+-]+)`,
      })),
    },
    RoleArn: place.roleArn,
    InputDataConfig: Object.entries(options.channels).map(([channel, { from, contentType }]) => ({
      ChannelName: channel,
      DataSource: {
        S3DataSource: { S3DataType: 'S3Prefix', S3Uri: from, S3DataDistributionType: 'FullyReplicated' },
      },
      ...(contentType === undefined ? {} : { ContentType: contentType }),
    })),
    OutputDataConfig: {
      S3OutputPath: options.outputUri,
      ...(place.kmsKeyArn === undefined ? {} : { KmsKeyId: place.kmsKeyArn }),
    },
    ResourceConfig: {
      InstanceType: cluster.instanceType,
      InstanceCount: cluster.instanceCount ?? 1,
      VolumeSizeInGB: cluster.volumeGiB,
      ...diskKeyOf(place, cluster),
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: options.maxRuntimeSeconds,
      ...(spot && { MaxWaitTimeInSeconds: options.maxRuntimeSeconds + spot.maxWaitSeconds }),
    },
    EnableManagedSpotTraining: spot !== undefined,
    EnableInterContainerTrafficEncryption: true,
    ...(options.checkpointUri === undefined ? {} : { CheckpointConfig: { S3Uri: options.checkpointUri } }),
    ...vpcOf(place),
  };
}

function rangesOf(ranges: TuningOptions['ranges']): { readonly [key: string]: PipelineValue } {
  const named = Object.entries(ranges);
  const numeric = (kind: 'continuous' | 'integer') =>
    named.flatMap(([Name, range]) =>
      range.kind === kind
        ? [
            {
              Name,
              MinValue: String(range.from),
              MaxValue: String(range.to),
              ScalingType: range.scale ?? 'Linear',
            },
          ]
        : [],
    );
  return {
    ContinuousParameterRanges: numeric('continuous'),
    IntegerParameterRanges: numeric('integer'),
    CategoricalParameterRanges: named.flatMap(([Name, range]) =>
      range.kind === 'categorical' ? [{ Name, Values: range.values }] : [],
    ),
  };
}

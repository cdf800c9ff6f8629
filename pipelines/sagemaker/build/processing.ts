import type { JobStep } from '../definition.ts';
import { property, type JsonGet, type Reference, type Text } from '../value.ts';
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

export interface ProcessingOptions<Output extends string, File extends string> extends StepOptions {
  readonly image: Text;
  /** Replaces the image's own command. */
  readonly entrypoint?: readonly string[];
  readonly arguments?: readonly Text[];
  readonly place: JobPlace;
  readonly cluster: Cluster;
  /** By name: an S3 prefix, and the folder below /opt/ml/processing where its files stand. At most ten. */
  readonly inputs: Readonly<Record<string, { readonly from: Text; readonly to: string }>>;
  readonly outputs: Readonly<Record<Output, { readonly from: string; readonly to: Text }>>;
  /** Texts of at most 256 characters: longer ones do not fit into a processing job. */
  readonly environment?: Readonly<Record<string, Text>>;
  readonly maxRuntimeSeconds: number;
  readonly propertyFiles?: Readonly<Record<File, { readonly output: Output; readonly file: string }>>;
  readonly cacheDays?: number;
}

/** A step, and typed access to what it makes: only a declared output or file can be named. */
export interface ProcessingStep<Output extends string, File extends string> {
  readonly step: JobStep;
  uri(output: Output): Reference;
  json(file: File, path: string): JsonGet;
}

/** A Processing step: the arguments are CreateProcessingJob's. */
export function processingStep<Output extends string, File extends string = never>(
  options: ProcessingOptions<Output, File>,
): ProcessingStep<Output, File> {
  const { name, place, cluster } = options;
  const outputs = Object.entries<{ from: string; to: Text }>(options.outputs);
  const files = Object.entries<{ output: Output; file: string }>(options.propertyFiles ?? {});
  const step: JobStep = {
    ...commonOf(options),
    Type: 'Processing',
    Arguments: {
      ProcessingResources: {
        ClusterConfig: {
          InstanceType: cluster.instanceType,
          InstanceCount: cluster.instanceCount ?? 1,
          VolumeSizeInGB: cluster.volumeGiB,
          ...diskKeyOf(place, cluster),
        },
      },
      AppSpecification: {
        ImageUri: options.image,
        ...(options.entrypoint && { ContainerEntrypoint: options.entrypoint }),
        ...(options.arguments && { ContainerArguments: options.arguments }),
      },
      RoleArn: place.roleArn,
      ProcessingInputs: Object.entries(options.inputs).map(([input, { from, to }]) => ({
        InputName: input,
        AppManaged: false,
        S3Input: {
          S3Uri: from,
          LocalPath: to,
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
          S3DataDistributionType: 'FullyReplicated',
          S3CompressionType: 'None',
        },
      })),
      ProcessingOutputConfig: {
        Outputs: outputs.map(([output, { from, to }]) => ({
          OutputName: output,
          AppManaged: false,
          S3Output: { S3Uri: to, LocalPath: from, S3UploadMode: 'EndOfJob' },
        })),
        ...(place.kmsKeyArn === undefined ? {} : { KmsKeyId: place.kmsKeyArn }),
      },
      ...(options.environment && { Environment: options.environment }),
      StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntimeSeconds },
      NetworkConfig: {
        EnableNetworkIsolation: place.networkIsolation ?? false,
        EnableInterContainerTrafficEncryption: true,
        ...vpcOf(place),
      },
    },
    RetryPolicies: retriesOfJobs,
    ...cacheFor(options.cacheDays),
    ...(files.length === 0
      ? {}
      : {
          PropertyFiles: files.map(([file, at]) => ({
            PropertyFileName: file,
            OutputName: at.output,
            FilePath: at.file,
          })),
        }),
  };
  return {
    step,
    uri: (output) => property(name, `ProcessingOutputConfig.Outputs['${output}'].S3Output.S3Uri`),
    json: (file, path) => ({
      'Std:JsonGet': { PropertyFile: property(name, `PropertyFiles.${file}`), Path: path },
    }),
  };
}

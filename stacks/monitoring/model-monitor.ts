import { DataAwsSagemakerPrebuiltEcrImage } from '@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image/index.js';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import {
  biasConfigurationOf,
  constraintsOf,
  type MonitorKind,
  modelMonitorKeys,
} from '../../domain/monitoring/model-monitor.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { capturePrefix } from '../../functions/adapters/contract.ts';
import { defined } from '../../modules/defined.ts';
import { jobStatements } from '../../modules/sagemaker/job-permissions.ts';
import { Monitor, type MonitorJobs } from '../../modules/sagemaker/model-monitor.ts';
import { ServiceRole } from '../../modules/security/service-role.ts';
import type { PlatformStack } from '../platform-stack.ts';
import type { Shared } from '../shared.ts';
import { networkOfJobs } from '../training/place.ts';

/** Model Monitor on the endpoint of a use case: data quality, model quality, and bias where there are groups to look at. */
export function addModelMonitor(stack: PlatformStack, useCase: UseCase, shared: Shared): void {
  const { names } = stack;
  const { name, data, monitoring } = useCase;
  const uri = (key: string): string => `s3://${names.bucket('processed')}/${key}`;
  const put = (id: string, key: string, content: object): void => {
    new S3Object(stack, id, {
      bucket: names.bucket('processed'),
      key,
      content: `${JSON.stringify(content, null, 1)}\n`,
      contentType: 'application/json',
      kmsKeyId: shared.keyArn,
    });
  };
  const jobs = (kind: MonitorKind, image: string): MonitorJobs & { readonly name: string } => ({
    name: names.monitor(kind, name),
    roleArn: role.arn,
    endpointName: names.endpoint(name).endpoint,
    image,
    outputUri: uri(modelMonitorKeys.output(name, kind)),
    keyArn: shared.keyArn,
    instanceType: 'ml.m5.large',
    volumeGiB: 20,
    ...defined({ network: networkOfJobs(shared.network) }),
  });
  const role = roleOf(stack, useCase, shared);
  const analyzer = imageOf(stack, 'sagemaker-model-monitor-analyzer');
  const truth = { GroundTruthS3Input: { S3Uri: uri(modelMonitorKeys.groundTruth(name)) } };
  put('constraints', modelMonitorKeys.constraints(name), constraintsOf(useCase));
  new Monitor(stack, 'data-quality', {
    ...jobs('data-quality', analyzer),
    kind: 'DataQuality',
    everyHours: monitoring.dataQuality.everyHours,
    appSpecification: {},
    baseline: { ConstraintsResource: { S3Uri: uri(modelMonitorKeys.constraints(name)) } },
    input: {},
  });
  new Monitor(stack, 'model-quality', {
    ...jobs('model-quality', analyzer),
    kind: 'ModelQuality',
    everyHours: monitoring.modelQuality.everyHours,
    appSpecification: { ProblemType: 'BinaryClassification' },
    baseline: {},
    input: truth,
    inputOfEndpoint: { ...window(monitoring.modelQuality.everyHours), ...answers },
  });
  if (data.subgroupColumns.length === 0) return;
  put('bias-configuration', modelMonitorKeys.biasConfiguration(name), biasConfigurationOf(useCase));
  new Monitor(stack, 'bias', {
    ...jobs('bias', imageOf(stack, 'sagemaker-clarify-processing', '1.0')),
    kind: 'ModelBias',
    everyHours: monitoring.bias.everyHours,
    appSpecification: { ConfigUri: uri(modelMonitorKeys.biasConfiguration(name)) },
    baseline: {},
    input: truth,
    inputOfEndpoint: { ...window(monitoring.bias.everyHours), ...answers },
  });
}

/** What an answer of the inference containers holds. */
const answers = {
  InferenceAttribute: 'prediction',
  ProbabilityAttribute: 'probability',
  ProbabilityThresholdAttribute: 0.5,
};

/** Diagnoses come late: the window ends an hour before the job, so that captures and labels of it are there. */
const window = (hours: number) => ({ StartTimeOffset: `-PT${hours + 1}H`, EndTimeOffset: '-PT1H' });

/** AWS's own images, of an account for each region. The provider knows them: a plan asks nobody. */
const imageOf = (stack: PlatformStack, repositoryName: string, imageTag?: string): string =>
  new DataAwsSagemakerPrebuiltEcrImage(stack, repositoryName, {
    repositoryName,
    region: stack.environment.region,
    ...defined({ imageTag }),
  }).registryPath;

function roleOf(stack: PlatformStack, { name }: UseCase, shared: Shared): ServiceRole {
  const { names, place, environment } = stack;
  const bucket = names.bucket('processed');
  return new ServiceRole(stack, 'monitors', {
    place,
    name: names.role('monitor', name),
    description: `What the jobs that watch ${name} may do`,
    service: 'sagemaker.amazonaws.com',
    statements: jobStatements({
      place,
      reads: [{ bucket, keys: `${capturePrefix(name)}/*` }],
      writes: [{ bucket, keys: `model-monitor/${name}/*` }],
      // Images of AWS are open to everybody's login.
      repositoryArns: [],
      keyArn: shared.keyArn,
      inNetwork: shared.network !== undefined,
    }),
    ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
  });
}

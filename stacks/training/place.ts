import { createHash } from 'node:crypto';
import { Fn, Token } from 'cdktf';
import { imagesFolder } from '../../domain/dataset/images.ts';
import { imagesOf } from '../../domain/serving/container-images.ts';
import { endpointSettings } from '../../domain/serving/endpoint-settings.ts';
import { trainingMachine } from '../../domain/training/machines.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { bucketOfObject } from '../../functions/adapters/contract.ts';
import { defined } from '../../modules/defined.ts';
import type { NetworkAttachment } from '../../modules/network/attachment.ts';
import { specificationOf, type TrainingPlace } from '../../pipelines/sagemaker/training-pipeline.ts';
import type { Environment } from '../environments/schema.ts';
import type { Names } from '../names.ts';
import type { Shared } from '../shared.ts';

/** Whether jobs train a use case: all but the light ones, which a function trains. */
export const trainsInJobs = ({ model }: UseCase): boolean => model.algorithm !== 'logistic-regression';

/** Object key of the use case as the programs read it, named by its hash: another one is another input of the steps. */
export const specificationKey = (useCase: UseCase): string =>
  `specifications/${useCase.name}/${createHash('sha256').update(specificationOf(useCase)).digest('hex').slice(0, 16)}/usecase.json`;

/** What the steps hand to each other lies below this prefix of the processed data. */
export const trainingsPrefix = 'trainings';

/** Where a training pipeline runs in an environment, and what it is made of. */
export function trainingPlace(
  useCase: UseCase,
  names: Names,
  shared: Shared,
  jobRoleArn: string,
  { mlflowTrackingUri }: Pick<Environment, 'mlflowTrackingUri'>,
): TrainingPlace {
  const images = imagesOf(useCase);
  const machine = trainingMachine(useCase.retraining);
  const key = specificationKey(useCase);
  const network = networkOfJobs(shared.network);
  const photographs = imagesFolder(useCase.name);
  return {
    modelPackageGroup: names.modelPackageGroup(useCase.name),
    inferenceImage: names.imageUri(images.inference),
    servingInstanceTypes: [endpointSettings(useCase.serving).instanceType],
    contentTypes:
      images.inference === 'vision-inference'
        ? ['image/jpeg', 'image/png', 'application/json']
        : ['text/csv', 'application/json'],
    experimentName: names.experiment(useCase.name),
    job: { roleArn: jobRoleArn, kmsKeyArn: shared.keyArn, ...(network && { network }) },
    trainingImage: names.imageUri(images.training),
    platformImage: names.imageUri('tabular-inference'),
    specificationUri: `s3://${bucketOfObject(names.bucket('{room}'), key)}/${key.slice(0, key.lastIndexOf('/'))}`,
    ...(useCase.data.images
      ? { imagesUri: `s3://${bucketOfObject(names.bucket('{room}'), photographs)}/${photographs}` }
      : {}),
    artifactsBucket: `${names.bucket('processed')}/${trainingsPrefix}`,
    // Only this program knows how to tell it.
    ...(images.training === 'tabular' ? defined({ mlflowTrackingUri }) : {}),
    processing: { instanceType: 'ml.m5.large', volumeGiB: 30 },
    training: {
      instanceType: machine.instanceType,
      volumeGiB: machine.volumeGiB,
      maxRuntimeSeconds: useCase.retraining.pipelineTimeoutMinutes * 60,
      ...(machine.spot && { spotMaxWaitSeconds: machine.spotMaximumWaitMinutes * 60 }),
    },
  };
}

/**
 * The network by single names: a list that only the foundation's state knows can stand in no text. Jobs run in two of its
 * zones.
 */
export const networkOfJobs = (
  network: NetworkAttachment | undefined,
): { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] } | undefined =>
  network && {
    subnetIds: single(network.subnetIds, 2),
    securityGroupIds: single(network.securityGroupIds, 1),
  };

const single = (list: readonly string[], count: number): readonly string[] =>
  Token.isUnresolved(list)
    ? Array.from({ length: count }, (_, i) => Token.asString(Fn.element([...list], i)))
    : list;

import type { TrainingPlace } from '../../pipelines/sagemaker/training-pipeline.ts';
import type { LightPlace } from '../../pipelines/sagemaker/light-pipeline.ts';

const registry = 'arn:aws:iam::123456789012:role/modelkeep-test-training';
const image = (name: string) => `123456789012.dkr.ecr.us-east-1.amazonaws.com/modelkeep-${name}:1.0.0`;

const registration = {
  modelPackageGroup: 'modelkeep-test-breast-cancer',
  inferenceImage: image('tabular-inference'),
  servingInstanceTypes: ['ml.m5.large'],
  contentTypes: ['text/csv', 'application/json'],
  experimentName: 'modelkeep-test-breast-cancer',
};

/** A made-up account's place for the pipelines. */
export const examplePlace: TrainingPlace = {
  ...registration,
  job: {
    roleArn: registry,
    kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000',
    network: { subnetIds: ['subnet-0a'], securityGroupIds: ['sg-0a'] },
  },
  trainingImage: image('tabular'),
  platformImage: image('tabular-inference'),
  specificationUri: 's3://modelkeep-test-models/specifications/breast-cancer/0',
  artifactsBucket: 'modelkeep-test-models',
  processing: { instanceType: 'ml.m5.large', volumeGiB: 10 },
  training: {
    instanceType: 'ml.m5.xlarge',
    volumeGiB: 30,
    maxRuntimeSeconds: 3_600,
    spotMaxWaitSeconds: 3_600,
  },
};

/** Its programs read photographs, which lie in one place for all trainings. */
export const examplePhotographs: TrainingPlace = {
  ...examplePlace,
  modelPackageGroup: 'modelkeep-test-skin-lesion',
  experimentName: 'modelkeep-test-skin-lesion',
  inferenceImage: image('vision-inference'),
  trainingImage: image('vision'),
  contentTypes: ['image/jpeg', 'image/png', 'application/json'],
  specificationUri: 's3://modelkeep-test-models/specifications/skin-lesion/0',
  imagesUri: 's3://modelkeep-test-models/images/skin-lesion',
};

export const exampleTuning: TrainingPlace = {
  ...examplePlace,
  tuning: {
    objective: { metric: 'rocAuc', goal: 'Maximize' },
    ranges: {
      C: { kind: 'continuous', from: 0.001, to: 10, scale: 'Logarithmic' },
      folds: { kind: 'integer', from: 3, to: 10 },
      solver: { kind: 'categorical', values: ['newton', 'irls'] },
    },
    jobs: { most: 20, atOnce: 2 },
  },
};

export const exampleLight: LightPlace = {
  ...registration,
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:modelkeep-test-train-light',
};

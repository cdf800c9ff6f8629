import type {
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod/mini';
import { folderOfKey } from '../../domain/ids/object-key.ts';
import { imagesOf } from '../../domain/serving/container-images.ts';
import { endpointSettings, variantNames, variantShares } from '../../domain/serving/endpoint-settings.ts';
import { hasOwnDisks } from '../../domain/training/machines.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { bucketOfObject, capturePrefix, type EndpointNames } from './contract.ts';
import { parseEnvironment, type Environment } from './environment.ts';

/** What models and configurations of an environment have in common. */
export interface EndpointPlace {
  /** May hold `{room}`. */
  readonly bucket: string;
  /** May hold `{image}`. */
  readonly inferenceImage: string;
  /** `arn:aws:iam::111122223333:role/`: a role's name follows. */
  readonly roleArnPrefix: string;
  readonly keyArn: string;
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
}

/** The model of a version: its image, and the folder in which the version's files lie as they were registered. */
export function modelOf(
  place: EndpointPlace,
  names: EndpointNames,
  useCase: UseCase,
  version: { readonly name: string; readonly modelKey: string },
): CreateModelCommandInput {
  const { modelKey } = version;
  const folder = folderOfKey(modelKey);
  const { network } = place;
  return {
    ModelName: version.name,
    ExecutionRoleArn: `${place.roleArnPrefix}${names.role}`,
    PrimaryContainer: {
      Image: place.inferenceImage.replace('{image}', imagesOf(useCase).inference),
      ModelDataSource: {
        S3DataSource: {
          S3Uri: `s3://${bucketOfObject(place.bucket, modelKey)}/${folder}`,
          S3DataType: 'S3Prefix',
          CompressionType: 'None',
        },
      },
    },
    // Its program needs nobody: what it is asked stays with it.
    EnableNetworkIsolation: true,
    ...(network && {
      VpcConfig: { Subnets: [...network.subnetIds], SecurityGroupIds: [...network.securityGroupIds] },
    }),
  };
}

/** @param models of the new version, and for an A/B the one that serves now. */
export function configurationOf(
  place: EndpointPlace,
  useCase: UseCase,
  name: string,
  models: { readonly main: string; readonly previous: string },
): CreateEndpointConfigCommandInput {
  const settings = endpointSettings(useCase.serving);
  const captured = `s3://${bucketOfObject(place.bucket, capturePrefix(useCase.name))}/${capturePrefix(useCase.name)}`;
  return {
    EndpointConfigName: name,
    ...(hasOwnDisks(settings.instanceType) ? {} : { KmsKeyId: place.keyArn }),
    ProductionVariants: variantShares(settings).map((variant) => ({
      VariantName: variant.name,
      ModelName: variant.name === variantNames.previous ? models.previous : models.main,
      InitialInstanceCount: settings.minimumInstances,
      // AWS has new machines before the SDK knows them; the use case's schema holds their form.
      InstanceType: settings.instanceType as ProductionVariantInstanceType,
      InitialVariantWeight: variant.weight,
    })),
    ...(settings.async
      ? {
          AsyncInferenceConfig: {
            ClientConfig: {
              MaxConcurrentInvocationsPerInstance: settings.async.maximumConcurrentPerInstance,
            },
            OutputConfig: { S3OutputPath: `${captured}/async`, KmsKeyId: place.keyArn },
          },
        }
      : {
          DataCaptureConfig: {
            EnableCapture: true,
            InitialSamplingPercentage: settings.capturePercent,
            DestinationS3Uri: captured,
            KmsKeyId: place.keyArn,
            CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
            CaptureContentTypeHeader: {
              CsvContentTypes: ['text/csv'],
              JsonContentTypes: ['application/json'],
            },
          },
        }),
  };
}

const text = z.string().check(z.minLength(1));
const schema = z.object({
  OBJECTS_BUCKET: text,
  INFERENCE_IMAGE: text,
  ROLE_ARN_PREFIX: text,
  KEY_ARN: text,
  SUBNET_IDS: z.optional(text),
  SECURITY_GROUP_IDS: z.optional(text),
});

/** @throws InvalidInputError that names a missing variable. */
export function endpointPlace(environment: Environment): EndpointPlace {
  const given = parseEnvironment(schema, environment, 'the deployer');
  return {
    bucket: given.OBJECTS_BUCKET,
    inferenceImage: given.INFERENCE_IMAGE,
    roleArnPrefix: given.ROLE_ARN_PREFIX,
    keyArn: given.KEY_ARN,
    ...(given.SUBNET_IDS !== undefined &&
      given.SECURITY_GROUP_IDS !== undefined && {
        network: {
          subnetIds: given.SUBNET_IDS.split(','),
          securityGroupIds: given.SECURITY_GROUP_IDS.split(','),
        },
      }),
  };
}

const prefixSchema = z.object({ RESOURCE_PREFIX: text });
export const resourcePrefix = (environment: Environment): string =>
  parseEnvironment(prefixSchema, environment, 'endpoints').RESOURCE_PREFIX;

import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint/index.js';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration/index.js';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { defined } from '../defined.ts';
import { addChecks, isArn, matches, refuseIf, within } from '../validation.ts';

export interface EndpointVariant {
  readonly name: string;
  /** The share of the requests, beside the others' weights. */
  readonly weight: number;
}

export interface EndpointProps {
  readonly name: string;
  /** Model and configuration that it begins with. Later ones are the deployer's. */
  readonly firstName: string;
  readonly roleArn: string;
  readonly image: string;
  /** `s3://bucket/prefix/`: the files, not packed. */
  readonly modelUri: string;
  readonly instanceType: string;
  readonly instances: number;
  readonly variants: readonly EndpointVariant[];
  /** Encrypts what is captured. */
  readonly keyArn: string;
  /** Encrypts the instances' disks; not given for instances that bring encrypted disks with them. */
  readonly diskKeyArn?: string | undefined;
  readonly network?:
    { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] } | undefined;
  /** Requests and answers, for monitoring; where they are not queued. */
  readonly capture?: { readonly uri: string; readonly percent: number };
  /** Requests are queued and answered into `uri`. */
  readonly async?: { readonly uri: string; readonly maximumConcurrentPerInstance: number };
  /** What must stand first: the role's policy. */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * The shell of an endpoint. Which configuration is live belongs to whoever deploys: Terraform makes the first one and
 * leaves it alone from then on, so that a plan after a deployment is empty.
 */
export class Endpoint extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly resource: SagemakerEndpoint;

  constructor(scope: Construct, id: string, props: EndpointProps) {
    super(scope, id);
    addChecks(this, () => checksOf(props));
    const { network, keyArn } = props;
    const model = new SagemakerModel(this, 'model', {
      name: props.firstName,
      executionRoleArn: props.roleArn,
      enableNetworkIsolation: true,
      primaryContainer: {
        image: props.image,
        modelDataSource: {
          s3DataSource: [{ s3Uri: props.modelUri, s3DataType: 'S3Prefix', compressionType: 'None' }],
        },
      },
      ...(network && {
        vpcConfig: { subnets: [...network.subnetIds], securityGroupIds: [...network.securityGroupIds] },
      }),
      ...(props.after && { dependsOn: [...props.after] }),
      // A newer image comes with the next version, by a deployment.
      lifecycle: { ignoreChanges: 'all' },
    });
    const configuration = new SagemakerEndpointConfiguration(this, 'configuration', {
      name: props.firstName,
      ...defined({ kmsKeyArn: props.diskKeyArn }),
      productionVariants: props.variants.map(({ name, weight }) => ({
        variantName: name,
        modelName: model.name,
        instanceType: props.instanceType,
        initialInstanceCount: props.instances,
        initialVariantWeight: weight,
      })),
      ...(props.capture && { dataCaptureConfig: captureOf(props.capture, keyArn) }),
      ...(props.async && {
        asyncInferenceConfig: {
          outputConfig: { s3OutputPath: props.async.uri, kmsKeyId: keyArn },
          clientConfig: { maxConcurrentInvocationsPerInstance: props.async.maximumConcurrentPerInstance },
        },
      }),
      lifecycle: { ignoreChanges: 'all' },
    });
    this.resource = new SagemakerEndpoint(this, 'endpoint', {
      name: props.name,
      endpointConfigName: configuration.name,
      lifecycle: { ignoreChanges: ['endpoint_config_name', 'deployment_config'] },
    });
    this.name = props.name;
    this.arn = this.resource.arn;
  }
}

const captureOf = ({ uri, percent }: NonNullable<EndpointProps['capture']>, keyArn: string) => ({
  enableCapture: true,
  destinationS3Uri: uri,
  initialSamplingPercentage: percent,
  kmsKeyId: keyArn,
  captureOptions: [{ captureMode: 'Input' }, { captureMode: 'Output' }],
  captureContentTypeHeader: { csvContentTypes: ['text/csv'], jsonContentTypes: ['application/json'] },
});

const checksOf = (props: EndpointProps) => [
  matches('name', props.name, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'at most 63 letters, digits or hyphens'),
  matches(
    'firstName',
    props.firstName,
    /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    'at most 63 letters, digits or hyphens',
  ),
  matches('modelUri', props.modelUri, /^s3:\/\/.+\/$/, 'a prefix in S3 that ends in a slash'),
  isArn('roleArn', props.roleArn),
  isArn('keyArn', props.keyArn),
  within('instances', props.instances, 1, 100),
  within('variants (their number)', props.variants.length, 1, 10),
  refuseIf(
    new Set(props.variants.map(({ name }) => name)).size < props.variants.length,
    'variants: got the same name twice',
  ),
  refuseIf(
    props.capture !== undefined && props.async !== undefined,
    'capture: got it beside async, of which SageMaker captures nothing',
  ),
];

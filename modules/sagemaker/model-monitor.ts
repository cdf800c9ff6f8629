import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource/index.js';
import { SagemakerMonitoringSchedule } from '@cdktf/provider-aws/lib/sagemaker-monitoring-schedule/index.js';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { addChecks, isArn, matches, within } from '../validation.ts';

export interface MonitorJobs {
  readonly roleArn: string;
  readonly endpointName: string;
  /** Image of Model Monitor, of AWS's own account in the region. */
  readonly image: string;
  /** What it writes, `s3://bucket/prefix`. */
  readonly outputUri: string;
  readonly keyArn: string;
  readonly instanceType: string;
  readonly volumeGiB: number;
  readonly network?:
    { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] } | undefined;
}

export type MonitorKind = 'DataQuality' | 'ModelQuality' | 'ModelBias';

export interface MonitorProps extends MonitorJobs {
  readonly kind: MonitorKind;
  /** Of the schedule; a job definition's begins with it. At most 54 characters. */
  readonly name: string;
  readonly everyHours: number;
  /** `<Kind>AppSpecification` besides the image, `<Kind>BaselineConfig`, and the input besides the endpoint: CloudFormation's words. */
  readonly appSpecification: Readonly<Record<string, unknown>>;
  readonly baseline: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly inputOfEndpoint?: Readonly<Record<string, unknown>>;
}

/** A job of Model Monitor and when it runs. */
export class Monitor extends Construct {
  readonly scheduleName: string;

  constructor(scope: Construct, id: string, props: MonitorProps) {
    super(scope, id);
    addChecks(this, () => [
      matches(
        'name',
        props.name,
        /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,53}$/,
        'at most 54 letters, digits or hyphens',
      ),
      isArn('roleArn', props.roleArn),
      isArn('keyArn', props.keyArn),
      within('everyHours', props.everyHours, 1, 24),
    ]);
    const type = `AWS::SageMaker::${props.kind}JobDefinition`;
    // It cannot be changed, so another one gets another name, and stands before the schedule leaves the old one.
    const definitionName = `${props.name}-${hashOf(props)}`;
    const state = desiredState(props, definitionName);
    const definition = new CloudcontrolapiResource(this, 'definition', {
      typeName: type,
      // Given here, else a plan would ask AWS for it.
      schema: JSON.stringify(schemaOf(type, Object.keys(state))),
      desiredState: JSON.stringify(state),
      lifecycle: { createBeforeDestroy: true },
    });
    const schedule = new SagemakerMonitoringSchedule(this, 'schedule', {
      name: props.name,
      monitoringScheduleConfig: {
        monitoringJobDefinitionName: definitionName,
        monitoringType: props.kind,
        scheduleConfig: { scheduleExpression: hourly(props.everyHours) },
      },
      dependsOn: [definition],
    });
    this.scheduleName = schedule.name;
  }
}

/** Of what is known when the stack is written: key, network and AWS's image never change under a definition. */
const hashOf = ({ network: _network, keyArn: _key, image: _image, ...known }: MonitorProps): string =>
  createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 8);

/** Model Monitor knows each hour, every so many of them, and once a day. */
const hourly = (hours: number): string => {
  if (hours === 1) return 'cron(0 * ? * * *)';
  return hours === 24 ? 'cron(0 0 ? * * *)' : `cron(0 0/${hours} ? * * *)`;
};

function desiredState(props: MonitorProps, name: string): Readonly<Record<string, unknown>> {
  const { kind, network, keyArn } = props;
  return {
    JobDefinitionName: name,
    RoleArn: props.roleArn,
    [`${kind}AppSpecification`]: { ImageUri: props.image, ...props.appSpecification },
    [`${kind}BaselineConfig`]: props.baseline,
    [`${kind}JobInput`]: {
      EndpointInput: {
        EndpointName: props.endpointName,
        LocalPath: '/opt/ml/processing/input/endpoint',
        ...props.inputOfEndpoint,
      },
      ...props.input,
    },
    [`${kind}JobOutputConfig`]: {
      KmsKeyId: keyArn,
      MonitoringOutputs: [
        {
          S3Output: {
            S3Uri: props.outputUri,
            LocalPath: '/opt/ml/processing/output',
            S3UploadMode: 'EndOfJob',
          },
        },
      ],
    },
    JobResources: {
      ClusterConfig: {
        InstanceCount: 1,
        InstanceType: props.instanceType,
        VolumeSizeInGB: props.volumeGiB,
        VolumeKmsKeyId: keyArn,
      },
    },
    NetworkConfig: {
      EnableInterContainerTrafficEncryption: true,
      // It reads and writes its data through SageMaker alone.
      EnableNetworkIsolation: true,
      ...(network && {
        VpcConfig: { Subnets: network.subnetIds, SecurityGroupIds: network.securityGroupIds },
      }),
    },
    // Before the next one begins.
    StoppingCondition: { MaxRuntimeInSeconds: 3300 },
  };
}

/** As far as Terraform needs it: a job definition cannot be changed, only replaced; AWS judges the rest. */
const schemaOf = (typeName: string, properties: readonly string[]) => ({
  typeName,
  description: 'Job definition of Model Monitor',
  properties: Object.fromEntries([
    ...properties.map((name) => [name, { type: /Name$|Arn$/.test(name) ? 'string' : 'object' }]),
    ['JobDefinitionArn', { type: 'string' }],
    ['CreationTime', { type: 'string' }],
  ]) as Readonly<Record<string, unknown>>,
  additionalProperties: false,
  primaryIdentifier: ['/properties/JobDefinitionArn'],
  readOnlyProperties: ['/properties/JobDefinitionArn', '/properties/CreationTime'],
  createOnlyProperties: properties.map((name) => `/properties/${name}`),
});

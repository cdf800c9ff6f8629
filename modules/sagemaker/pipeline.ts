import { SagemakerPipeline } from '@cdktf/provider-aws/lib/sagemaker-pipeline/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace } from '../aws-place.ts';
import { defined } from '../defined.ts';
import { ServiceRole } from '../security/service-role.ts';
import type { IdentityStatement } from '../security/statement.ts';
import { addChecks, isArn, isPlace, matches, refuseIf } from '../validation.ts';

export interface PipelineProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  /** SageMaker Pipeline JSON, schema 2020-12-01. */
  readonly definition: object;
  /** The jobs' role, which the pipeline's own hands on. */
  readonly jobRoleArn: string;
  /** Into which its versions are registered. */
  readonly modelPackageGroup: string;
  readonly experiment: string;
  readonly roleName: string;
  readonly permissionsBoundaryArn?: string | undefined;
}

/** The API refuses a longer definition. */
const longestDefinition = 1_048_576;

/** A pipeline and the role under which SageMaker starts its jobs: these alone, and nothing of what they do. */
export class Pipeline extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    const { place, name, definition } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}$/, 'at most 256 letters, digits or hyphens'),
      isArn('jobRoleArn', props.jobRoleArn),
      refuseIf(JSON.stringify(definition).length > longestDefinition, 'definition: longer than 1 MiB'),
    ]);
    const role = new ServiceRole(this, 'role', {
      place,
      name: props.roleName,
      description: `Starts the jobs of ${name}`,
      service: 'sagemaker.amazonaws.com',
      statements: statementsOf(props),
      ...defined({ permissionsBoundaryArn: props.permissionsBoundaryArn }),
    });
    const pipeline = new SagemakerPipeline(this, 'pipeline', {
      pipelineName: name,
      pipelineDisplayName: name,
      pipelineDescription: props.description,
      pipelineDefinition: JSON.stringify(definition),
      roleArn: role.arn,
      dependsOn: [role.policy],
    });
    this.name = pipeline.pipelineName;
    this.arn = pipeline.arn;
  }
}

/** SageMaker names the jobs of all pipelines `pipelines-<execution>-<step>-<random>`. */
function statementsOf({
  place,
  jobRoleArn,
  modelPackageGroup,
  experiment,
}: PipelineProps): IdentityStatement[] {
  const arn = (resource: string): string => arnOf(place, 'sagemaker', resource);
  const jobs = ['processing-job', 'training-job', 'hyper-parameter-tuning-job'].map((kind) =>
    arn(`${kind}/pipelines-*`),
  );
  return [
    {
      sid: 'Jobs',
      actions: ['Processing', 'Training', 'HyperParameterTuning'].flatMap((kind) =>
        ['Create', 'Describe', 'Stop'].map((verb) => `sagemaker:${verb}${kind}Job`),
      ),
      resources: jobs,
    },
    {
      sid: 'Register',
      actions: ['sagemaker:CreateModelPackage', 'sagemaker:DescribeModelPackage'],
      resources: [
        arn(`model-package-group/${modelPackageGroup}`),
        arn(`model-package/${modelPackageGroup}/*`),
      ],
    },
    {
      sid: 'Tags',
      actions: ['sagemaker:AddTags'],
      resources: [...jobs, arn(`model-package/${modelPackageGroup}/*`)],
    },
    {
      sid: 'Experiment',
      actions: [
        'sagemaker:CreateExperiment',
        'sagemaker:DescribeExperiment',
        'sagemaker:CreateTrial',
        'sagemaker:DescribeTrial',
        'sagemaker:AssociateTrialComponent',
      ],
      resources: [
        arn(`experiment/${experiment}`),
        // SageMaker names the trial after the execution, the components after the jobs.
        arn('experiment-trial/*'),
        arn('experiment-trial-component/pipelines-*'),
      ],
    },
    {
      sid: 'HandOnRole',
      actions: ['iam:PassRole'],
      resources: [jobRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
  ];
}

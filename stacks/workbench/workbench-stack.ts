import type { Construct } from 'constructs';
import { arnOf } from '../../modules/aws-place.ts';
import { defined } from '../../modules/defined.ts';
import { jobStatements } from '../../modules/sagemaker/job-permissions.ts';
import { Notebook } from '../../modules/sagemaker/workbench/notebook.ts';
import { StudioDomain, type StudioNetwork } from '../../modules/sagemaker/workbench/studio-domain.ts';
import { ServiceRole } from '../../modules/security/service-role.ts';
import type { IdentityStatement } from '../../modules/security/statement.ts';
import type { Environment, Workbench } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';
import { type Shared, sharedOf } from '../shared.ts';
import { trainingsPrefix } from '../training/place.ts';

/**
 * Where data scientists look at what the platform learned from, and start its pipelines: a notebook instance and a domain of
 * SageMaker Studio, in the environment's network or in one that is named for them. They see pseudonymised snapshots, never the
 * raw data; nothing of the platform needs this stack, and it exists only in environments that may be thrown away.
 */
export class WorkbenchStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, workbench: Workbench) {
    super(scope, { environment, kind: 'workbench' });
    const { names } = this;
    const shared = sharedOf(this);
    const name = names.workbench;
    const network = networkOf(shared, workbench);
    const role = new ServiceRole(this, 'people', {
      place: this.place,
      name: names.role('workbench'),
      description: 'What people may do from their notebooks',
      service: 'sagemaker.amazonaws.com',
      statements: this.#statements(shared),
      ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
    });
    const notebook = new Notebook(this, 'notebook', {
      ...workbench.notebook,
      name,
      roleArn: role.arn,
      keyArn: shared.keyArn,
      idleMinutes: workbench.idleMinutes,
      network,
    });
    notebook.node.addDependency(role.policy);
    this.output('notebook', notebook.name, 'Opened by: aws sagemaker create-presigned-notebook-instance-url');
    const studio = new StudioDomain(this, 'studio', {
      name,
      roleArn: role.arn,
      keyArn: shared.keyArn,
      network,
      idleMinutes: Math.max(60, workbench.idleMinutes),
      userProfiles: workbench.userProfiles,
    });
    studio.node.addDependency(role.policy);
    this.output('studio_domain', studio.id, 'Opened by: aws sagemaker create-presigned-domain-url');
  }

  #statements(shared: Shared): IdentityStatement[] {
    const { names, place } = this;
    const processed = names.bucket('processed');
    const sagemaker = (...resources: readonly string[]) =>
      resources.map((resource) => arnOf(place, 'sagemaker', resource));
    return [
      ...jobStatements({
        place,
        reads: [
          { bucket: processed, keys: 'snapshots/*' },
          { bucket: processed, keys: 'specifications/*' },
          { bucket: processed, keys: `${trainingsPrefix}/*` },
          { bucket: names.bucket('models'), keys: 'executions/*' },
        ],
        writes: [{ bucket: processed, keys: 'workbench/*' }],
        repositoryArns: [],
        keyArn: shared.keyArn,
        inNetwork: true,
      }),
      {
        sid: 'Pipelines',
        actions: [
          'sagemaker:DescribePipeline',
          'sagemaker:DescribePipelineExecution',
          'sagemaker:ListPipelineExecutionSteps',
          'sagemaker:ListPipelineExecutions',
          'sagemaker:StartPipelineExecution',
          'sagemaker:StopPipelineExecution',
        ],
        resources: [names.trainingPipelinesArn, `${names.trainingPipelinesArn}/execution/*`],
      },
      {
        sid: 'OwnNotebook',
        actions: ['sagemaker:DescribeNotebookInstance', 'sagemaker:StopNotebookInstance'],
        resources: sagemaker(`notebook-instance/${names.workbench}`),
      },
      {
        sid: 'StudioApps',
        actions: ['App', 'Space'].flatMap((kind) =>
          ['Create', 'Describe', 'Delete'].map((verb) => `sagemaker:${verb}${kind}`),
        ),
        resources: sagemaker('app/*', 'space/*'),
      },
    ];
  }
}

/** The environment's own, else the one that is named for the workbench: the environment's schema asks for one of them. */
function networkOf({ network }: Shared, workbench: Workbench): StudioNetwork {
  const found = network ?? workbench.network;
  if (!found) throw new Error('workbench: got no network, expected one of the environment or of its own');
  return found;
}

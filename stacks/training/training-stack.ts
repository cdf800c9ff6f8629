import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { SagemakerModelPackageGroup } from '@cdktf/provider-aws/lib/sagemaker-model-package-group/index.js';
import type { Construct } from 'constructs';
import { imagesFolder } from '../../domain/dataset/images.ts';
import { imagesOf } from '../../domain/serving/container-images.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { bucketOfObject } from '../../functions/adapters/contract.ts';
import { defined } from '../../modules/defined.ts';
import { jobStatements } from '../../modules/sagemaker/job-permissions.ts';
import { Pipeline } from '../../modules/sagemaker/pipeline.ts';
import { ServiceRole } from '../../modules/security/service-role.ts';
import { specificationOf, trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import type { Environment } from '../environments/schema.ts';
import { platformImage } from '../images/images-stack.ts';
import { PlatformStack } from '../platform-stack.ts';
import { type Shared, sharedOf } from '../shared.ts';
import { specificationKey, trainingPlace, trainingsPrefix } from './place.ts';

/** What trains one use case by jobs: its pipeline, its group in SageMaker's registry, and what its programs read of it. */
export class TrainingStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, useCase: UseCase) {
    super(scope, { environment, kind: 'training', useCase });
    const { names } = this;
    const shared = sharedOf(this);
    const jobRole = this.#jobRole(useCase, shared);
    const group = new SagemakerModelPackageGroup(this, 'versions', {
      modelPackageGroupName: names.modelPackageGroup(useCase.name),
      modelPackageGroupDescription: useCase.title,
    });
    const key = specificationKey(useCase);
    new S3Object(this, 'specification', {
      bucket: bucketOfObject(names.bucket('{room}'), key),
      key,
      content: specificationOf(useCase),
      contentType: 'application/json',
      kmsKeyId: shared.keyArn,
    });
    const pipeline = new Pipeline(this, 'pipeline', {
      place: this.place,
      name: names.trainingPipeline.replace('{useCase}', useCase.name),
      description: `Trains: ${useCase.title}`,
      // By computed names: the definition is readable in a plan.
      definition: trainingPipeline(
        useCase,
        trainingPlace(
          useCase,
          names,
          shared,
          `${names.roleArnPrefix}${names.role('train', useCase.name)}`,
          environment,
        ),
      ),
      jobRoleArn: `${names.roleArnPrefix}${names.role('train', useCase.name)}`,
      modelPackageGroup: names.modelPackageGroup(useCase.name),
      experiment: names.experiment(useCase.name),
      roleName: names.role('pipeline', useCase.name),
      ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
    });
    pipeline.node.addDependency(jobRole.policy, group);
    this.output('pipeline', pipeline.name, 'Trains a version');
    this.output('model_package_group', group.modelPackageGroupName, 'Where its versions are registered');
  }

  #jobRole({ name, ...useCase }: UseCase, shared: Shared): ServiceRole {
    const { names, place, environment } = this;
    const images = new Set([platformImage, ...Object.values(imagesOf(useCase))]);
    const processed = names.bucket('processed');
    return new ServiceRole(this, 'jobs', {
      place,
      name: names.role('train', name),
      description: `What the jobs that train ${name} may do`,
      service: 'sagemaker.amazonaws.com',
      statements: jobStatements({
        place,
        reads: [
          { bucket: processed, keys: `snapshots/${name}/*` },
          { bucket: processed, keys: `specifications/${name}/*` },
          ...(useCase.data.images ? [{ bucket: processed, keys: `${imagesFolder(name)}/*` }] : []),
        ],
        writes: [
          { bucket: processed, keys: `${trainingsPrefix}/${name}/*` },
          { bucket: names.bucket('models'), keys: `executions/${name}-*` },
        ],
        repositoryArns: [...images].map((image) => names.repositoryArn(image)),
        keyArn: shared.keyArn,
        inNetwork: shared.network !== undefined,
      }),
      ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
    });
  }
}

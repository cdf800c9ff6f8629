import type { Construct } from 'constructs';
import { imagesOf } from '../../domain/serving/container-images.ts';
import { endpointSettings, variantShares } from '../../domain/serving/endpoint-settings.ts';
import { hasOwnDisks } from '../../domain/training/machines.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { capturePrefix } from '../../functions/adapters/contract.ts';
import { defined } from '../../modules/defined.ts';
import { EndpointScaling } from '../../modules/sagemaker/endpoint-scaling.ts';
import { Endpoint } from '../../modules/sagemaker/endpoint.ts';
import { jobStatements } from '../../modules/sagemaker/job-permissions.ts';
import { ServiceRole } from '../../modules/security/service-role.ts';
import type { Environment } from '../environments/schema.ts';
import { addRollbackAlarms } from '../monitoring/endpoint-alarms.ts';
import { PlatformStack } from '../platform-stack.ts';
import { type Shared, sharedOf } from '../shared.ts';
import { networkOfJobs } from '../training/place.ts';

/**
 * The endpoint of one use case: made with the first approved version, scaled by what it is asked, watched by the alarms that
 * take a deployment back. Which configuration is live belongs to the deployment function from then on.
 */
export class EndpointStack extends PlatformStack {
  /** @param firstModel prefix of the files of the version that it begins with, in the models' bucket. */
  constructor(scope: Construct, environment: Environment, useCase: UseCase, firstModel: string) {
    super(scope, { environment, kind: 'serving', useCase });
    const { names } = this;
    const shared = sharedOf(this);
    const settings = endpointSettings(useCase.serving);
    const ofEndpoint = names.endpoint(useCase.name);
    const role = this.#role(useCase, shared);
    const captured = `s3://${names.bucket('processed')}/${capturePrefix(useCase.name)}`;
    const variants = variantShares(settings);
    const endpoint = new Endpoint(this, 'endpoint', {
      name: ofEndpoint.endpoint,
      firstName: ofEndpoint.first,
      roleArn: role.arn,
      image: names.imageUri(imagesOf(useCase).inference),
      modelUri: `s3://${names.bucket('models')}/${firstModel}`,
      instanceType: settings.instanceType,
      instances: settings.minimumInstances,
      variants,
      keyArn: shared.keyArn,
      ...(hasOwnDisks(settings.instanceType) ? {} : { diskKeyArn: shared.keyArn }),
      ...defined({ network: networkOfJobs(shared.network) }),
      ...(settings.async
        ? {
            async: {
              uri: `${captured}/async`,
              maximumConcurrentPerInstance: settings.async.maximumConcurrentPerInstance,
            },
          }
        : { capture: { uri: captured, percent: settings.capturePercent } }),
      after: [role.policy],
    });
    for (const variant of variants)
      new EndpointScaling(this, `scaling-${variant.name}`, {
        endpoint,
        variant: variant.name,
        minimumInstances: settings.minimumInstances,
        maximumInstances: settings.maximumInstances,
        invocationsPerInstance: settings.invocationsPerInstance,
      });
    addRollbackAlarms(this, useCase);
    this.output('endpoint', endpoint.name, 'Answers requests; a deployment moves its configuration');
  }

  #role({ name, ...useCase }: UseCase, shared: Shared): ServiceRole {
    const { names, place, environment } = this;
    return new ServiceRole(this, 'model', {
      place,
      name: names.endpoint(name).role,
      description: `What the models that serve ${name} may do`,
      service: 'sagemaker.amazonaws.com',
      statements: jobStatements({
        place,
        reads: [{ bucket: names.bucket('models'), keys: `executions/${name}-*` }],
        writes: [{ bucket: names.bucket('processed'), keys: `${capturePrefix(name)}/*` }],
        repositoryArns: [names.repositoryArn(imagesOf(useCase).inference)],
        keyArn: shared.keyArn,
        inNetwork: shared.network !== undefined,
      }),
      ...defined({ permissionsBoundaryArn: environment.permissionsBoundaryArn }),
    });
  }
}

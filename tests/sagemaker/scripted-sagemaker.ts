import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointConfigsCommand,
  SageMakerClient,
  UpdateEndpointCommand,
  type CreateEndpointConfigCommandInput,
  type CreateModelCommandInput,
  type EndpointStatus,
  type UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';

/** How the next update ends, when it ends. */
export type Ending = 'new' | 'taken back' | 'failed' | 'never';

interface Endpoint {
  status: EndpointStatus;
  configuration: string;
  pending: string | undefined;
  failureReason: string | undefined;
  instances: number;
}

/** In SageMaker's words: a refusal has no name of its own. */
const refused = (message: string): Error =>
  Object.assign(new Error(message), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } });

/**
 * SageMaker's endpoints, to a script: unlike an emulator's, its updates take time and may end badly. `settle` lets the
 * update under way end as `ending` says.
 */
export class ScriptedSageMaker {
  readonly client = new SageMakerClient({ region: 'us-east-1' });
  readonly models = new Map<string, CreateModelCommandInput>();
  readonly configurations = new Map<string, CreateEndpointConfigCommandInput & { readonly at: number }>();
  readonly updates: UpdateEndpointCommandInput[] = [];
  endpoint: Endpoint | undefined;
  ending: Ending = 'new';
  /** Thrown, once, after a call has had its effect: its answer is lost. */
  loseAnswerOf: string | undefined;
  refusesDeletions = false;
  #at = 0;

  constructor(name: string) {
    const aws = mockClient(this.client);
    aws.on(DescribeEndpointCommand).callsFake(() => {
      const { status, configuration, pending, failureReason, instances } = this.#known();
      return {
        EndpointName: name,
        EndpointStatus: status,
        EndpointConfigName: configuration,
        FailureReason: failureReason,
        ...(pending !== undefined && { PendingDeploymentSummary: { EndpointConfigName: pending } }),
        ProductionVariants: [{ VariantName: 'main', CurrentInstanceCount: instances }],
      };
    });
    aws.on(CreateModelCommand).callsFake((input: CreateModelCommandInput) => {
      if (this.models.has(input.ModelName!)) throw refused('Cannot create already existing model "arn".');
      this.models.set(input.ModelName!, input);
    });
    aws.on(CreateEndpointConfigCommand).callsFake((input: CreateEndpointConfigCommandInput) => {
      if (this.configurations.has(input.EndpointConfigName!))
        throw refused('Cannot create already existing endpoint configuration "arn".');
      for (const { ModelName } of input.ProductionVariants!)
        if (!this.models.has(ModelName!)) throw refused(`Could not find model "${ModelName!}".`);
      this.configurations.set(input.EndpointConfigName!, { ...input, at: (this.#at += 1) });
    });
    aws.on(UpdateEndpointCommand).callsFake((input: UpdateEndpointCommandInput) => {
      const endpoint = this.#known();
      if (endpoint.status === 'Failed') throw refused('Cannot update endpoint in status Failed.');
      if (endpoint.status !== 'InService') throw refused('Cannot update in-progress endpoint "arn".');
      if (!this.configurations.has(input.EndpointConfigName!))
        throw refused(`Could not find endpoint configuration "${input.EndpointConfigName!}".`);
      this.updates.push(input);
      Object.assign(endpoint, {
        status: 'Updating',
        pending: input.EndpointConfigName,
        failureReason: undefined,
      });
      if (this.loseAnswerOf !== 'UpdateEndpoint') return { EndpointArn: 'arn' };
      this.loseAnswerOf = undefined;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    });
    aws.on(CreateEndpointCommand).callsFake(({ EndpointConfigName }: { EndpointConfigName: string }) => {
      this.endpoint = { ...fresh(EndpointConfigName), status: 'Creating' };
    });
    aws.on(DeleteEndpointCommand).callsFake(() => {
      this.#known();
      this.endpoint = undefined;
    });
    aws
      .on(DescribeEndpointConfigCommand)
      .callsFake(({ EndpointConfigName: name }: { EndpointConfigName: string }) => {
        const found = this.configurations.get(name);
        if (!found) throw refused(`Could not find endpoint configuration "${name}".`);
        return found;
      });
    aws.on(ListEndpointConfigsCommand).callsFake(({ NameContains }: { NameContains: string }) => ({
      EndpointConfigs: [...this.configurations]
        .filter(([name]) => name.includes(NameContains))
        .map(([EndpointConfigName, { at }]) => ({ EndpointConfigName, CreationTime: new Date(at) })),
    }));
    aws
      .on(DeleteEndpointConfigCommand)
      .callsFake(({ EndpointConfigName }: { EndpointConfigName: string }) => {
        if (this.refusesDeletions) throw refused('Cannot delete endpoint configuration.');
        this.configurations.delete(EndpointConfigName);
      });
    aws.on(DeleteModelCommand).callsFake(({ ModelName }: { ModelName: string }) => {
      this.models.delete(ModelName);
    });
  }

  /** As Terraform makes it with the first version. */
  serve(configuration: string, instances = 1): void {
    this.models.set(configuration, { ModelName: configuration });
    this.configurations.set(configuration, {
      EndpointConfigName: configuration,
      ProductionVariants: [{ VariantName: 'main', ModelName: configuration }],
      at: (this.#at += 1),
    });
    this.endpoint = { ...fresh(configuration), instances };
  }

  settle(): void {
    const endpoint = this.#known();
    if (endpoint.status === 'Creating') endpoint.status = 'InService';
    if (endpoint.status !== 'Updating' || this.ending === 'never') return;
    if (this.ending === 'failed')
      Object.assign(endpoint, {
        status: 'Failed',
        failureReason: 'The primary container did not pass the ping',
      });
    else endpoint.status = 'InService';
    if (this.ending === 'taken back') endpoint.failureReason = 'One or more alarms went into ALARM';
    if (this.ending === 'new') endpoint.configuration = endpoint.pending ?? '';
    endpoint.pending = undefined;
  }

  #known(): Endpoint {
    if (!this.endpoint) throw refused('Could not find endpoint "arn".');
    return this.endpoint;
  }
}

const fresh = (configuration: string): Endpoint => ({
  status: 'InService',
  configuration,
  pending: undefined,
  failureReason: undefined,
  instances: 1,
});

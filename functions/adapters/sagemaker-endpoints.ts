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
  type DeploymentConfig,
} from '@aws-sdk/client-sagemaker';
import { clientSettings } from './clients.ts';
import { calling, portError } from './errors.ts';

export interface EndpointState {
  /** `InService`, `Updating`, `RollingBack`, `Failed`, …; texts, since SageMaker may get new ones. */
  readonly status: string;
  /** That it serves with. While it is updated, still the earlier one. */
  readonly configuration: string;
  /** To which it is being updated. */
  readonly pendingConfiguration: string | undefined;
  readonly failureReason: string | undefined;
  /** Of the variant that has most. */
  readonly instances: number;
}

export interface ListedConfiguration {
  readonly name: string;
  readonly createdAt: number;
}

/** SageMaker refuses, without a name of its own for either, what is not there and what is there already. */
const isMissing = (error: unknown): boolean => /could not find/i.test(messageOf(error));
const isTaken = (error: unknown): boolean =>
  /already existing|already exists|cannot create already/i.test(messageOf(error));
const isBusy = (error: unknown): boolean => /cannot update in-progress/i.test(messageOf(error));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** The calls of SageMaker behind a deployment, each safe to repeat. */
export class SageMakerEndpoints {
  readonly #client: SageMakerClient;

  constructor(client: SageMakerClient) {
    this.#client = client;
  }

  /** Undefined where there is no such endpoint (yet). */
  async describe(name: string): Promise<EndpointState | undefined> {
    const found = await this.#unless(isMissing, 'describing an endpoint', () =>
      this.#client.send(new DescribeEndpointCommand({ EndpointName: name })),
    );
    if (!found) return undefined;
    const variants = found.ProductionVariants ?? [];
    return {
      status: found.EndpointStatus ?? '(none)',
      configuration: found.EndpointConfigName ?? '(none)',
      pendingConfiguration: found.PendingDeploymentSummary?.EndpointConfigName,
      failureReason: found.FailureReason,
      instances: Math.max(1, ...variants.map(({ CurrentInstanceCount = 1 }) => CurrentInstanceCount)),
    };
  }

  /** No error where it is there: its name is its cause. */
  async createModel(model: CreateModelCommandInput): Promise<void> {
    await this.#unless(isTaken, 'creating a model', () => this.#client.send(new CreateModelCommand(model)));
  }

  async createConfiguration(configuration: CreateEndpointConfigCommandInput): Promise<void> {
    await this.#unless(isTaken, 'creating an endpoint configuration', () =>
      this.#client.send(new CreateEndpointConfigCommand(configuration)),
    );
  }

  /**
   * Starts an update that keeps the number of instances (autoscaling's) and the weights (an operator's).
   * @returns `busy` where another update is under way.
   */
  async update(name: string, configuration: string, how: DeploymentConfig): Promise<'started' | 'busy'> {
    const started = await this.#unless(isBusy, 'updating an endpoint', () =>
      this.#client.send(
        new UpdateEndpointCommand({
          EndpointName: name,
          EndpointConfigName: configuration,
          RetainAllVariantProperties: true,
          // What is captured is said by the configuration.
          ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
          DeploymentConfig: how,
        }),
      ),
    );
    return started ? 'started' : 'busy';
  }

  /** The only thing that SageMaker does with an endpoint that has failed. */
  async deleteEndpoint(name: string): Promise<void> {
    await this.#unless(isMissing, 'deleting an endpoint', () =>
      this.#client.send(new DeleteEndpointCommand({ EndpointName: name })),
    );
  }

  async createEndpoint(name: string, configuration: string): Promise<void> {
    await this.#unless(isTaken, 'creating an endpoint', () =>
      this.#client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: configuration })),
    );
  }

  /** Those whose name holds `text`, the newest first. */
  async configurationsLike(text: string): Promise<readonly ListedConfiguration[]> {
    const listed: ListedConfiguration[] = [];
    let token: string | undefined;
    do {
      const after = token;
      const page = await calling('listing endpoint configurations', () =>
        this.#client.send(
          new ListEndpointConfigsCommand({
            NameContains: text,
            SortBy: 'CreationTime',
            SortOrder: 'Descending',
            MaxResults: 100,
            ...(after === undefined ? {} : { NextToken: after }),
          }),
        ),
      );
      for (const { EndpointConfigName, CreationTime } of page.EndpointConfigs ?? [])
        listed.push({ name: EndpointConfigName ?? '', createdAt: CreationTime?.getTime() ?? 0 });
      token = page.NextToken;
    } while (token !== undefined);
    return listed.toSorted((one, other) => other.createdAt - one.createdAt);
  }

  /** By the name of the variant. Empty where there is no such configuration. */
  async modelsOf(configuration: string): Promise<ReadonlyMap<string, string>> {
    const found = await this.#unless(isMissing, 'describing an endpoint configuration', () =>
      this.#client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: configuration })),
    );
    return new Map(
      (found?.ProductionVariants ?? []).map(({ VariantName, ModelName }) => [
        VariantName ?? '',
        ModelName ?? '',
      ]),
    );
  }

  /** No error where it is gone. */
  async deleteConfiguration(name: string): Promise<void> {
    await this.#unless(isMissing, 'deleting an endpoint configuration', () =>
      this.#client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })),
    );
  }

  async deleteModel(name: string): Promise<void> {
    await this.#unless(isMissing, 'deleting a model', () =>
      this.#client.send(new DeleteModelCommand({ ModelName: name })),
    );
  }

  async #unless<T>(
    isFine: (error: unknown) => boolean,
    doing: string,
    call: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (isFine(error)) return undefined;
      throw portError(error, doing);
    }
  }
}

/** Creating and updating answer at once: the work is done afterwards. */
export const sagemakerEndpoints = (): SageMakerEndpoints =>
  new SageMakerEndpoints(new SageMakerClient(clientSettings()));

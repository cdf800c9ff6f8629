import { endpointSettings, variantNames } from '../../domain/serving/endpoint-settings.ts';
import type { Clock, Deployer, DeploymentRequest, RecordStore } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import { changeServing } from '../../domain/serving/pointer-rollback.ts';
import { deploymentIdOf, executionOf } from '../../domain/serving/serving-store.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { endpointNames, madeBy } from './contract.ts';
import { guardrailsOf } from './endpoint-guardrails.ts';
import { endpointRollback } from './endpoint-rollback.ts';
import { configurationOf, modelOf, type EndpointPlace } from './endpoint-place.ts';
import type { EndpointState, SageMakerEndpoints } from './sagemaker-endpoints.ts';

export interface EndpointSwitchDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly useCases: UseCaseCatalog;
  readonly endpoints: SageMakerEndpoints;
  /** Of all names: `modelkeep-dev`. */
  readonly prefix: string;
  readonly place: EndpointPlace;
}

/** So much before the machine's own deadline SageMaker gives an update up: the way back is then done when we ask. */
const marginSeconds = 300;

/**
 * Deployer for `endpoint` serving, first half (endpoint-check.ts is the second): a model and a configuration of the new version, named by the deployment's
 * cause, and an update of the endpoint to it. The serving record says what was replaced before anything is asked of
 * SageMaker, and goes on naming the earlier version as the one in service: that moves when the update has proved itself.
 */
export const endpointSwitch = (deps: EndpointSwitchDeps): Pick<Deployer, 'deploy' | 'rollback'> => ({
  ...endpointRollback(deps),
  async deploy(request) {
    const deploymentId = deploymentIdOf(request.effectKey);
    const useCase = deps.useCases.get(request.useCase);
    const names = endpointNames(deps.prefix, useCase.name);
    const before = await deps.endpoints.describe(names.endpoint);
    const { deployment } = await begin(deps, request, deploymentId, before);
    // The same key never deploys twice, also where it was taken back since.
    if (deployment?.deploymentId !== deploymentId || deployment.status !== 'InProgress')
      return { deploymentId };
    // The endpoint is made with the first version in service, by Terraform.
    if (before) await bring(deps, request, useCase, deploymentId, before);
    return { deploymentId };
  },
});

const begin = (
  deps: EndpointSwitchDeps,
  request: DeploymentRequest,
  deploymentId: string,
  before: EndpointState | undefined,
) =>
  changeServing(
    deps,
    request,
    (serving, now) =>
      serving.deployment?.deploymentId === deploymentId
        ? undefined
        : {
            ...serving,
            deployment: {
              deploymentId,
              version: request.version,
              startedAt: now,
              status: 'InProgress',
              replacedConfiguration: before?.configuration ?? null,
            },
          },
    () => fenceWrite(deps.records, request.useCase, executionOf(request.effectKey), request.generation),
  );

async function bring(
  { endpoints, place, prefix }: EndpointSwitchDeps,
  { modelKey }: DeploymentRequest,
  useCase: UseCase,
  deploymentId: string,
  before: EndpointState,
): Promise<void> {
  const names = endpointNames(prefix, useCase.name);
  const name = madeBy(names, deploymentId);
  if (before.configuration === name || before.pendingConfiguration === name) return;
  await endpoints.createModel(modelOf(place, names, useCase, { name, modelKey }));
  const serving = await endpoints.modelsOf(before.configuration);
  const previous = serving.get(variantNames.main) ?? name;
  await endpoints.createConfiguration(configurationOf(place, useCase, name, { main: name, previous }));
  const settings = endpointSettings(useCase.serving);
  const guardrails = guardrailsOf({
    instances: before.instances,
    settings,
    alarmNames: names.rollbackAlarms,
    bakeSeconds: useCase.serving.bakeSeconds,
    maximumSeconds: useCase.retraining.deploymentTimeoutMinutes * 60 - marginSeconds,
  });
  if ((await endpoints.update(names.endpoint, name, guardrails)) === 'started') return;
  // Ours, whose answer was lost, or somebody else's: the endpoint says which.
  const now = await endpoints.describe(names.endpoint);
  if (now?.pendingConfiguration === name || now?.configuration === name) return;
  throw new ServiceUnavailableError(
    `endpoint ${names.endpoint}: is being updated to ${now?.pendingConfiguration ?? 'another configuration'} by somebody else; expected it to rest before a deployment`,
  );
}

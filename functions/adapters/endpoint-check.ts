import type { Clock, Deployer, DeploymentState, RecordStore } from '../../domain/ports.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import { endpointNames, isMade, madeBy } from './contract.ts';
import type { EndpointState, SageMakerEndpoints } from './sagemaker-endpoints.ts';

export interface EndpointCheckDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly useCases: UseCaseCatalog;
  readonly endpoints: SageMakerEndpoints;
  readonly prefix: string;
}

/** The one in service, the one before it, and one more for somebody who looks into what went wrong. */
const keptConfigurations = 3;
/** States that end by themselves. */
const passing = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack']);

/**
 * Deployer for `endpoint` serving, second half. InService alone says nothing: an update that SageMaker took back ends in
 * it as well, with the earlier configuration. Only the new one's name in the endpoint is success.
 */
export const endpointCheck = (deps: EndpointCheckDeps): Pick<Deployer, 'describe' | 'cleanUp'> => ({
  async describe(useCaseName, deploymentId) {
    const { deployment } = (await readServing(deps.records, useCaseName)).data;
    if (deployment?.deploymentId !== deploymentId)
      return { status: 'Unhealthy', reason: 'another deployment has replaced this one' };
    if (deployment.status === 'RolledBack') return { status: 'Unhealthy', reason: 'it was rolled back' };
    if (deployment.status === 'Healthy') return { status: 'Healthy' };
    const names = endpointNames(deps.prefix, useCaseName);
    const endpoint = await deps.endpoints.describe(names.endpoint);
    if (!endpoint)
      return deployment.replacedConfiguration === null
        ? // The first version: Terraform makes the endpoint with it.
          { status: 'Healthy' }
        : { status: 'Unhealthy', reason: `the endpoint ${names.endpoint} is gone` };
    const seconds = (deps.clock.now().getTime() - Date.parse(deployment.startedAt)) / 1000;
    const { deploymentTimeoutMinutes } = deps.useCases.get(useCaseName).retraining;
    return stateOf(endpoint, madeBy(names, deploymentId), seconds, deploymentTimeoutMinutes * 60);
  },

  async cleanUp(useCaseName) {
    const { endpoints } = deps;
    const names = endpointNames(deps.prefix, useCaseName);
    const [{ data: serving }, endpoint, all] = await Promise.all([
      readServing(deps.records, useCaseName),
      endpoints.describe(names.endpoint),
      endpoints.configurationsLike(names.made),
    ]);
    const made = all.map(({ name }) => name).filter((name) => isMade(names, name));
    const needed = [
      endpoint?.configuration,
      endpoint?.pendingConfiguration,
      serving.deployment?.replacedConfiguration,
    ].filter((name) => typeof name === 'string');
    // What is needed comes first, and is at most three.
    const kept = new Set([...new Set([...needed, ...made])].slice(0, keptConfigurations));
    const models = await Promise.all([...kept].map((name) => endpoints.modelsOf(name)));
    const keptModels = new Set(models.flatMap((ofVariants) => [...ofVariants.values()]));
    for (const name of made.filter((one) => !kept.has(one))) {
      await endpoints.deleteConfiguration(name);
      // An A/B serves the model of a configuration that is gone.
      if (!keptModels.has(name)) await endpoints.deleteModel(name);
    }
  },
});

function stateOf(
  { status, configuration, failureReason }: EndpointState,
  wanted: string,
  seconds: number,
  deadlineSeconds: number,
): DeploymentState {
  const because = failureReason === undefined ? '' : `: ${failureReason}`;
  if (passing.has(status)) {
    const minutes = Math.floor(seconds / 60);
    return seconds < deadlineSeconds
      ? { status: 'InProgress', reason: `the endpoint is ${status} for ${minutes} min` }
      : {
          status: 'Unhealthy',
          reason: `the update hangs: the endpoint is ${status} after ${minutes} min, expected it to end within ${deadlineSeconds / 60}${because}`,
        };
  }
  if (status !== 'InService')
    return { status: 'Unhealthy', reason: `the update failed: the endpoint is ${status}${because}` };
  if (configuration === wanted) return { status: 'Healthy' };
  return {
    status: 'Unhealthy',
    reason: `SageMaker took the update back: the endpoint serves ${configuration}, expected ${wanted}${because}`,
  };
}

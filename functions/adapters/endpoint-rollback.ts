import type { Clock, Deployer, RecordStore } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { changeServing } from '../../domain/serving/pointer-rollback.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import { endpointNames } from './contract.ts';
import { wayBack } from './endpoint-guardrails.ts';
import type { SageMakerEndpoints } from './sagemaker-endpoints.ts';

export interface EndpointRollbackDeps {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly endpoints: SageMakerEndpoints;
  readonly prefix: string;
}

/**
 * Brings an endpoint back to the configuration that it had before a deployment, where SageMaker has not done so itself.
 * The old instances serve until new ones of the old configuration stand, so the call does not wait for them.
 * @throws ServiceUnavailableError while an update is under way, which SageMaker lets nobody stop: asked again later.
 */
export const endpointRollback = (deps: EndpointRollbackDeps): Pick<Deployer, 'rollback'> => ({
  async rollback(request) {
    const { deployment, generation } = (await readServing(deps.records, request.useCase)).data;
    const isOurs = deployment?.deploymentId === request.deploymentId && deployment.status !== 'RolledBack';
    // A newer generation has the endpoint: changeServing refuses this one below.
    if (isOurs && generation <= request.generation && typeof deployment.replacedConfiguration === 'string')
      await restore(deps, request.useCase, deployment.replacedConfiguration);
    const state = await changeServing(deps, request, (before, now) => takenBack(before, request, now));
    return { restoredVersion: state.live?.version ?? null };
  },
});

async function restore(
  { endpoints, prefix }: EndpointRollbackDeps,
  useCase: string,
  configuration: string,
): Promise<void> {
  const { endpoint } = endpointNames(prefix, useCase);
  const now = await endpoints.describe(endpoint);
  if (!now) {
    // Autoscaling and tags come back with the next apply of the serving stack.
    await endpoints.createEndpoint(endpoint, configuration);
    return;
  }
  if (now.status === 'Failed') {
    await endpoints.deleteEndpoint(endpoint);
    throw new ServiceUnavailableError(
      `endpoint ${endpoint}: has failed (${now.failureReason ?? 'no reason was given'}), of which SageMaker brings none back; it is being made anew with ${configuration}`,
    );
  }
  if (now.status === 'InService' && now.configuration === configuration) return;
  if (now.pendingConfiguration === configuration) return;
  if ((await endpoints.update(endpoint, configuration, wayBack)) === 'started') return;
  throw new ServiceUnavailableError(
    `endpoint ${endpoint}: is ${now.status}; expected the update to end before ${configuration} can be brought back`,
  );
}

function takenBack(
  before: ServingState,
  request: { readonly deploymentId: string },
  now: string,
): ServingState | undefined {
  const { deployment, live, previous } = before;
  if (deployment?.deploymentId !== request.deploymentId || deployment.status === 'RolledBack')
    return undefined;
  const rolledBack = { ...before, deployment: { ...deployment, status: 'RolledBack' as const } };
  // Before it was final the record names the earlier version still.
  if (live?.version !== deployment.version) return rolledBack;
  return { ...rolledBack, live: previous && { ...previous, since: now }, previous: null };
}

import type { Clock, Deployer, DeploymentRequest, RecordStore } from '../ports.ts';
import { fenceWrite } from '../retraining/lock.ts';
import { changeServing, pointerRollback } from './pointer-rollback.ts';
import type { ServingState } from './serving-state.ts';
import { deploymentIdOf, executionOf } from './serving-store.ts';

/** Puts a version into service and takes it back by the one record that the predictor reads. */
export const pointerSwitch = (deps: {
  readonly records: RecordStore;
  readonly clock: Clock;
}): Pick<Deployer, 'deploy' | 'rollback'> => ({
  ...pointerRollback(deps),
  async deploy(request: DeploymentRequest) {
    const deploymentId = deploymentIdOf(request.effectKey);
    // In the transaction of the flip: a function that hung past its execution's end must not deploy any more.
    const fence = () =>
      fenceWrite(deps.records, request.useCase, executionOf(request.effectKey), request.generation);
    await changeServing(deps, request, (before, now) => flipped(before, request, deploymentId, now), fence);
    return { deploymentId };
  },
});

function flipped(
  before: ServingState,
  request: DeploymentRequest,
  deploymentId: string,
  now: string,
): ServingState | undefined {
  // Also where it was taken back since: the same key never deploys twice.
  if (before.deployment?.deploymentId === deploymentId) return undefined;
  const { version, modelKey } = request;
  const { live } = before;
  const previous =
    live === null || live.version === version
      ? before.previous
      : { version: live.version, modelKey: live.modelKey };
  return {
    ...before,
    live: { version, modelKey, since: now },
    previous,
    deployment: { deploymentId, version, startedAt: now, status: 'InProgress' },
  };
}

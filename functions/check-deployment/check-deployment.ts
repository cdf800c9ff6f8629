import type * as z from 'zod/mini';
import type { Clock, Deployer, RecordStore, RecordWrite } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { getVersion, mustGetVersion, transitionWrite } from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { deploymentStatusResultSchema } from '../../domain/retraining/payload.ts';
import type { ServingState } from '../../domain/serving/serving-state.ts';
import { readServing, servingWrite } from '../../domain/serving/serving-store.ts';

export type DeploymentCheck = Pick<Deployer, 'describe' | 'cleanUp'>;

export interface CheckDeploymentPorts {
  readonly records: RecordStore;
  readonly deployer: DeploymentCheck;
  readonly clock: Clock;
}

type Task = typeof machineTasks.CheckDeployment;
type Input = z.output<Task['input']>;

/**
 * Whether a deployment is healthy. The first time that it is, one transaction makes it final: the new version is in service,
 * the one before is archived, the deployment has ended.
 * @throws StaleGenerationError where the lock is lost by then.
 */
export async function checkDeployment(
  ports: CheckDeploymentPorts,
  input: Input,
): Promise<z.output<Task['output']>> {
  const { deployment, useCase, executionName } = input;
  const { status, reason = null } = await ports.deployer.describe(useCase, deployment.deploymentId);
  const elapsedSeconds = (ports.clock.now().getTime() - Date.parse(deployment.startedAt)) / 1000;
  const result = { status, reason, elapsedSeconds };
  if (status !== 'Healthy') return result;
  const final = await effectOnce(
    ports,
    { executionName, state: 'CheckDeployment' },
    deploymentStatusResultSchema,
    async () => ({ output: result, writes: await promotion(ports, input) }),
  );
  // It is final: what cannot be removed now is removed after the next deployment, and is no reason to take this one back.
  await ports.deployer.cleanUp?.(useCase).catch(() => undefined);
  return final;
}

async function promotion(
  { records, clock }: CheckDeploymentPorts,
  { deployment, useCase, executionName, generation }: Input,
): Promise<RecordWrite[]> {
  const registered = await mustGetVersion(records, useCase, deployment.version);
  const writes = [
    await fenceWrite(records, useCase, executionName, generation),
    transitionWrite(registered, 'InService', { inServiceSince: clock.now().toISOString() }),
  ];
  const before =
    deployment.previousVersion === null
      ? undefined
      : await getVersion(records, useCase, deployment.previousVersion);
  if (before?.data.status === 'InService') writes.push(transitionWrite(before, 'Archived'));
  const serving = await readServing(records, useCase);
  const deployed = serving.data.deployment;
  if (deployed?.deploymentId === deployment.deploymentId) {
    const live = inService(serving.data, registered.data, clock);
    writes.push(servingWrite({ ...live, deployment: { ...deployed, status: 'Healthy' } }, serving));
  }
  return writes;
}

/** A pointer has named the new version from the start; behind an endpoint it is in service, with its baseline, only now. */
function inService(serving: ServingState, { version, modelKey }: ModelVersion, clock: Clock): ServingState {
  const { live } = serving;
  if (live?.version === version) return serving;
  return {
    ...serving,
    live: { version, modelKey, since: clock.now().toISOString() },
    previous: live && { version: live.version, modelKey: live.modelKey },
  };
}

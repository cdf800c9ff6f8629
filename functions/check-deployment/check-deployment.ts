import type * as z from 'zod/mini';
import type { Clock, Deployer, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { getVersion, mustGetVersion, transitionWrite } from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { deploymentStatusResultSchema } from '../../domain/retraining/payload.ts';
import { readServing, servingWrite } from '../../domain/serving/serving-store.ts';

export interface CheckDeploymentPorts {
  readonly records: RecordStore;
  readonly deployer: Pick<Deployer, 'describe'>;
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
  return effectOnce(
    ports,
    { executionName, state: 'CheckDeployment' },
    deploymentStatusResultSchema,
    async () => ({ output: result, writes: await promotion(ports, input) }),
  );
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
  if (deployed?.deploymentId === deployment.deploymentId)
    writes.push(servingWrite({ ...serving.data, deployment: { ...deployed, status: 'Healthy' } }, serving));
  return writes;
}

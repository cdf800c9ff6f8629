import { ConditionFailedError, type RecordStore } from '../ports.ts';
import { readExecution } from '../registry/execution.ts';
import { getVersion } from '../registry/store.ts';
import { deployEffectKey, deploymentIdOf, readServing } from '../serving/serving-store.ts';
import { closeExecution, type ClosePorts } from './close-execution.ts';
import { StaleGenerationError } from './errors.ts';
import { readLock, releaseLockWrite } from './lock.ts';
import type { EndedExecution } from './outcome-notification.ts';
import type { OutcomeName } from './outcome.ts';
import { rollBackDeployment, type RollBackPorts } from './roll-back.ts';

export type TidyPorts = ClosePorts & RollBackPorts;

/**
 * What an execution should have done on its way out and did not, because it was stopped from outside or its last states
 * failed: an unfinished deployment is taken back, the lock is freed, people are told. Each part happens once and is left
 * out where it was done. Executions that this platform did not start are left alone.
 */
export async function tidyExecution(
  ports: TidyPorts,
  ended: {
    readonly useCase: string;
    readonly executionName: string;
    readonly outcome: OutcomeName;
    readonly reasons: readonly string[];
    readonly evaluation?: EndedExecution['evaluation'];
  },
): Promise<void> {
  const record = await readExecution(ports.records, ended.useCase, ended.executionName);
  if (!record) return;
  const { trigger, generation } = record.data;
  await takeBack(ports, { ...ended, generation });
  await freeLock(ports, ended);
  await closeExecution(ports, { ...ended, trigger });
}

/** Whether the deployment of an execution was made final: then it ended as Deployed, whatever else is known of its end. */
export async function hasDeployed(
  records: RecordStore,
  { useCase, executionName }: { readonly useCase: string; readonly executionName: string },
): Promise<boolean> {
  const { deployment } = (await readServing(records, useCase)).data;
  const id = deploymentIdOf(deployEffectKey(executionName));
  return deployment?.deploymentId === id && deployment.status === 'Healthy';
}

async function takeBack(
  ports: TidyPorts,
  of: { readonly useCase: string; readonly executionName: string; readonly generation: number },
): Promise<void> {
  const { deployment } = (await readServing(ports.records, of.useCase)).data;
  const mine = deployment?.deploymentId === deploymentIdOf(deployEffectKey(of.executionName));
  if (!mine || deployment.status === 'Healthy') return;
  // Where it was rolled back and only the registry lags behind, this finishes the work.
  const version = await getVersion(ports.records, of.useCase, deployment.version);
  if (deployment.status === 'RolledBack' && version?.data.status !== 'Deploying') return;
  try {
    await rollBackDeployment(ports, { ...of, version: deployment.version });
  } catch (error) {
    if (!(error instanceof StaleGenerationError)) throw error;
  }
}

async function freeLock(
  { records }: TidyPorts,
  of: { readonly useCase: string; readonly executionName: string },
): Promise<void> {
  const write = releaseLockWrite(await readLock(records, of.useCase), of.executionName);
  if (!write) return;
  try {
    await records.write([write]);
  } catch (error) {
    // Somebody else freed it at the same moment.
    if (!(error instanceof ConditionFailedError)) throw error;
  }
}

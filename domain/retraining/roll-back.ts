import type { Clock, Deployer, Ids, RecordStore, RecordWrite } from '../ports.ts';
import { auditWrite } from '../records/audit.ts';
import { getVersion, transitionWrite } from '../registry/store.ts';
import { deployEffectKey, deploymentIdOf } from '../serving/serving-store.ts';

export interface RollBackPorts {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deployer: Pick<Deployer, 'rollback'>;
}

/**
 * Takes back the deployment of an execution, also one that stopped half way or was final already: what served before serves
 * again, and the registry says so. Where nothing was deployed nothing changes; done again it changes nothing more. The fence
 * is the serving record's own: a newer generation that has deployed since is left alone.
 * @throws StaleGenerationError in that case.
 */
export async function rollBackDeployment(
  ports: RollBackPorts,
  of: {
    readonly executionName: string;
    readonly useCase: string;
    readonly generation: number;
    readonly version: number;
  },
): Promise<{ restoredVersion: number | null }> {
  const { records, deployer } = ports;
  const { executionName, useCase, generation } = of;
  const deploymentId = deploymentIdOf(deployEffectKey(executionName));
  const { restoredVersion } = await deployer.rollback({ useCase, deploymentId, generation });
  const writes: RecordWrite[] = [];
  const taken = await getVersion(records, useCase, of.version);
  if (taken && (taken.data.status === 'Deploying' || taken.data.status === 'InService')) {
    writes.push(transitionWrite(taken, 'RolledBack'));
    const audited = { actor: `execution ${executionName}`, subject: `version ${of.version}` };
    writes.push(auditWrite({ useCase, action: 'roll-back-model', ...audited }, ports));
  }
  const restored = restoredVersion === null ? undefined : await getVersion(records, useCase, restoredVersion);
  if (restored?.data.status === 'Archived') writes.push(transitionWrite(restored, 'InService'));
  if (writes.length > 0) await records.write(writes);
  return { restoredVersion };
}

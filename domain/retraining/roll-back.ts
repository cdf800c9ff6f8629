import type { Clock, Deployer, Ids, RecordStore, RecordWrite } from '../ports.ts';
import { auditWrite } from '../records/audit.ts';
import { getVersion, transitionWrite } from '../registry/store.ts';
import { deployEffectKey, deploymentIdOf } from '../serving/serving-store.ts';
import { effectOnce } from './effect.ts';
import { rollbackResultSchema } from './payload.ts';

export interface RollBackPorts {
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deployer: Pick<Deployer, 'rollback'>;
}

/**
 * Takes back the deployment of an execution, also one that stopped half way or was final already: what served before serves
 * again, and the registry says so. Where nothing was deployed nothing changes. The fence is the serving record's own: a
 * newer generation that has deployed since is left alone.
 * @throws StaleGenerationError in that case.
 */
export const rollBackDeployment = (
  ports: RollBackPorts,
  of: {
    readonly executionName: string;
    readonly useCase: string;
    readonly generation: number;
    readonly version: number;
  },
): Promise<{ restoredVersion: number | null }> =>
  effectOnce(
    ports,
    { executionName: of.executionName, state: 'RollBack' },
    rollbackResultSchema,
    async () => {
      const { records, deployer } = ports;
      const deploymentId = deploymentIdOf(deployEffectKey(of.executionName));
      const { restoredVersion } = await deployer.rollback({
        useCase: of.useCase,
        deploymentId,
        generation: of.generation,
      });
      const writes: RecordWrite[] = [];
      const taken = await getVersion(records, of.useCase, of.version);
      if (taken && (taken.data.status === 'Deploying' || taken.data.status === 'InService')) {
        writes.push(transitionWrite(taken, 'RolledBack'));
        const subject = `version ${of.version}`;
        const actor = `execution ${of.executionName}`;
        writes.push(auditWrite({ useCase: of.useCase, actor, action: 'roll-back-model', subject }, ports));
      }
      const restored =
        restoredVersion === null ? undefined : await getVersion(records, of.useCase, restoredVersion);
      if (restored?.data.status === 'Archived') writes.push(transitionWrite(restored, 'InService'));
      return { output: { restoredVersion }, writes };
    },
  );

import * as z from 'zod/mini';
import type { Clock, Deployer, Ids, RecordStore } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { mustGetVersion, TransitionError, transitionWrite } from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { deploymentResultSchema } from '../../domain/retraining/payload.ts';
import { rollBackDeployment } from '../../domain/retraining/roll-back.ts';
import { deployEffectKey, readServing } from '../../domain/serving/serving-store.ts';

export interface DeployPorts {
  readonly records: RecordStore;
  readonly deployer: Pick<Deployer, 'deploy' | 'rollback'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

const { DeployModel, RollBack } = machineTasks;
/** One function behind three states: deploy, and take back. */
export const deployInputSchema = z.discriminatedUnion('action', [DeployModel.input, RollBack.input]);
export const deployOutputSchema = z.union([DeployModel.output, RollBack.output]);

type DeployInput = z.output<typeof DeployModel.input>;

/** @throws StaleGenerationError where the lock is lost or a newer generation has deployed; TransitionError where the version may not be deployed. */
export const deployModel = (
  ports: DeployPorts,
  input: z.output<typeof deployInputSchema>,
): Promise<z.output<typeof deployOutputSchema>> =>
  input.action === 'deploy' ? deploy(ports, input) : rollBackDeployment(ports, input);

const deploy = (
  ports: DeployPorts,
  { executionName, useCase, generation, version }: DeployInput,
): Promise<z.output<typeof DeployModel.output>> =>
  effectOnce(ports, { executionName, state: 'DeployModel' }, deploymentResultSchema, async () => {
    const { records, deployer, clock } = ports;
    await fenceWrite(records, useCase, executionName, generation);
    const registered = await mustGetVersion(records, useCase, version);
    const { status, modelKey } = registered.data;
    if (status !== 'Approved')
      throw new TransitionError(
        `version ${version} of ${useCase}: is ${status}, expected Approved before a deployment`,
      );
    const effectKey = deployEffectKey(executionName);
    const { deploymentId } = await deployer.deploy({ useCase, version, modelKey, effectKey, generation });
    const { live, previous, deployment } = (await readServing(records, useCase)).data;
    // A pointer names the new version already, an endpoint's record the earlier one until it is healthy.
    const before = live?.version === version ? previous : live;
    return {
      output: {
        deploymentId,
        startedAt: deployment?.startedAt ?? clock.now().toISOString(),
        version,
        previousVersion: before?.version ?? null,
      },
      writes: [
        transitionWrite(registered, 'Deploying'),
        auditWrite(
          {
            useCase,
            actor: `execution ${executionName}`,
            action: 'deploy-model',
            subject: `version ${version}`,
          },
          ports,
        ),
        await fenceWrite(records, useCase, executionName, generation),
      ],
    };
  });

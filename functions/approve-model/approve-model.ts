import type * as z from 'zod/mini';
import { writeCards } from '../../domain/cards/write-cards.ts';
import type { Clock, Ids, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { mustGetVersion, transitionWrite } from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';

export interface ApprovePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly useCases: UseCaseCatalog;
}

type Task = typeof machineTasks.ApproveModel;
type Input = z.output<Task['input']>;
type Output = z.output<Task['output']>;

/**
 * Writes a decision, a person's or the gate's, into the registry, with the audit's entry in the same transaction, and then on
 * the version's card.
 * @throws StaleGenerationError where the lock is lost; TransitionError where the version does not wait for a decision.
 */
export async function approveModel(ports: ApprovePorts, input: Input): Promise<Output> {
  const output = await decided(ports, input);
  const { data: version } = await mustGetVersion(ports.records, input.useCase, input.version);
  await writeCards(ports.objects, ports.useCases.get(input.useCase), version);
  return output;
}

const decided = (ports: ApprovePorts, input: Input): Promise<Output> =>
  effectOnce(
    ports,
    { executionName: input.executionName, state: 'ApproveModel' },
    machineTasks.ApproveModel.output,
    async () => {
      const { executionName, useCase, generation, version, decision } = input;
      const approved = decision.decision === 'approved';
      const status: Output['status'] = approved ? 'Approved' : 'Rejected';
      const registered = await mustGetVersion(ports.records, useCase, version);
      const approval = { ...decision, at: decision.at ?? ports.clock.now().toISOString() };
      return {
        output: { version, status },
        writes: [
          transitionWrite(registered, status, { approval }),
          auditWrite(
            {
              useCase,
              actor: decision.by,
              action: approved ? 'approve-model' : 'reject-model',
              subject: `version ${version}`,
              ...(decision.reason === undefined ? {} : { reason: decision.reason }),
            },
            ports,
          ),
          await fenceWrite(ports.records, useCase, executionName, generation),
        ],
      };
    },
  );

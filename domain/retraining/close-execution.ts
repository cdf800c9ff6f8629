import * as z from 'zod/mini';
import type { Clock, Notifier, RecordStore, RecordWrite } from '../ports.ts';
import { approvalWrite, readApproval } from '../registry/approval.ts';
import { executionToStore, readExecution } from '../registry/execution.ts';
import { getVersion, transitionWrite } from '../registry/store.ts';
import { effectOnce } from './effect.ts';
import { outcomeNotification, type EndedExecution } from './outcome-notification.ts';
import { succeededOutcomes } from './outcome.ts';

const closedSchema = z.object({ notified: z.boolean() });
const succeeded: readonly string[] = succeededOutcomes;

export interface ClosePorts {
  readonly records: RecordStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
}

/**
 * Tells people how an execution ended and closes what people see of it: its record, and the question that nobody answered.
 * Once, whoever comes first: the state NotifyOutcome or on-execution-ended. A crash between the message and the note sends
 * the message again, under the same key.
 */
export const closeExecution = (ports: ClosePorts, ended: EndedExecution): Promise<{ notified: boolean }> =>
  effectOnce(
    ports,
    { executionName: ended.executionName, state: 'NotifyOutcome' },
    closedSchema,
    async () => {
      const record = await readExecution(ports.records, ended.useCase, ended.executionName);
      const version = ended.evaluation?.version ?? record?.data.version ?? null;
      await ports.notifier.notify(outcomeNotification(ended, ports.clock.now()));
      const writes: RecordWrite[] = await closeApproval(ports, ended, version);
      if (record)
        writes.push({
          op: 'put',
          record: executionToStore({
            ...record.data,
            status: succeeded.includes(ended.outcome) ? 'Succeeded' : 'Failed',
            outcome: ended.outcome,
            endedAt: ports.clock.now().toISOString(),
            version,
            reasons: [...ended.reasons],
          }),
          condition: { version: record.version },
        });
      return { output: { notified: true }, writes };
    },
  );

/** A question of this execution that is still open gets no answer any more: its version is rejected. */
async function closeApproval(
  { records, clock }: ClosePorts,
  { executionName, useCase, outcome }: EndedExecution,
  version: number | null,
): Promise<RecordWrite[]> {
  if (version === null) return [];
  const writes: RecordWrite[] = [];
  const request = await readApproval(records, useCase, version);
  if (request?.data.executionName === executionName && request.data.status === 'Waiting')
    writes.push(approvalWrite({ ...request.data, status: 'Closed' }, request));
  const registered = await getVersion(records, useCase, version);
  if (
    registered?.data.executionName === executionName &&
    registered.data.status === 'PendingManualApproval'
  ) {
    const approval = {
      decision: 'rejected',
      by: 'nobody',
      at: clock.now().toISOString(),
      reason: `its retraining ended as ${outcome}`,
    } as const;
    writes.push(transitionWrite(registered, 'Rejected', { approval }));
  }
  return writes;
}

import { ConditionFailedError, type RecordStore, type StateMachine } from '../../domain/ports.ts';
import { toJson } from '../../domain/records/typed.ts';
import { readTrigger, triggerWrite, type TriggerRecord } from '../../domain/retraining/trigger-record.ts';
import { causeHash } from '../../domain/retraining/trigger.ts';

/** Idempotent by the name; that it was done is noted, so that further copies need not ask the state machine. */
export async function startExecution(
  ports: { readonly records: RecordStore; readonly machine: Pick<StateMachine, 'start'> },
  { executionName, input, trigger }: TriggerRecord,
): Promise<void> {
  if (!input) return;
  await ports.machine.start({ name: executionName, input: toJson(input) });
  const before = await readTrigger(ports.records, trigger.useCase, causeHash(trigger));
  if (before?.data.status !== 'acquired') return;
  try {
    await ports.records.write([triggerWrite({ ...before.data, status: 'started' }, before)]);
  } catch (error) {
    // Another copy noted it.
    if (!(error instanceof ConditionFailedError)) throw error;
  }
}

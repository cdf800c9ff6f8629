import * as z from 'zod/mini';
import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';
import { executionInputSchema } from './payload.ts';
import { causeHash, triggerSchema } from './trigger.ts';

const triggerStatuses = [
  /** Has the lock; its execution may not have been started yet. */
  'acquired',
  /** Its execution was started. */
  'started',
  /** Came while another one ran or waited for approval. */
  'superseded',
  /** Came too soon after the last one. */
  'cooldown',
  /** Came while the use case was paused. */
  'paused',
] as const;

/** What became of a trigger, by its cause: a copy of it finds this and gets the same answer. */
const triggerRecordSchema = z.object({
  trigger: triggerSchema,
  status: z.enum(triggerStatuses),
  executionName: z.string(),
  at: z.string(),
  /** With `acquired` and `started`: what the execution is started with, however often. */
  input: z.optional(executionInputSchema),
  /** With `superseded`: the execution that was in the way. */
  supersededBy: z.optional(z.string()),
});
export type TriggerRecord = z.output<typeof triggerRecordSchema>;

export const readTrigger = (
  records: RecordStore,
  useCase: string,
  hash: string,
): Promise<Versioned<TriggerRecord> | undefined> =>
  readRecord(records, keys.trigger(useCase, hash), triggerRecordSchema);

/** The trigger behind an execution: the end of the execution's name is the hash of its cause. */
export const triggerOfExecution = (
  records: RecordStore,
  useCase: string,
  executionName: string,
): Promise<Versioned<TriggerRecord> | undefined> => readTrigger(records, useCase, executionName.slice(-32));

export const triggerWrite = (
  record: TriggerRecord,
  before: Versioned<TriggerRecord> | undefined,
): RecordWrite => ({
  op: 'put',
  record: { ...keys.trigger(record.trigger.useCase, causeHash(record.trigger)), data: toJson(record) },
  condition: before ? { version: before.version } : 'absent',
});

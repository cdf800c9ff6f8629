import * as z from 'zod/mini';
import type { NewRecord, RecordStore } from '../ports.ts';
import { keys, partitions } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';
import { outcomeNameSchema } from '../retraining/outcome.ts';
import { triggerSchema } from '../retraining/trigger-schema.ts';

/** What people see of an execution: written when it is started, closed when it ends. */
export const executionRecordSchema = z.object({
  name: z.string(),
  useCase: z.string(),
  trigger: triggerSchema,
  /** Of the lock that it got. */
  generation: z.number(),
  status: z.enum(['Running', 'Succeeded', 'Failed']),
  outcome: z.nullable(outcomeNameSchema),
  startedAt: z.string(),
  endedAt: z.nullable(z.string()),
  /** The version that it registered, if it came that far. */
  version: z.nullable(z.number()),
  /** Why it ended as it did, in words. */
  reasons: z.array(z.string()),
});
export type ExecutionRecord = z.output<typeof executionRecordSchema>;

export const readExecution = (
  records: RecordStore,
  useCase: string,
  name: string,
): Promise<Versioned<ExecutionRecord> | undefined> =>
  readRecord(records, keys.execution(useCase, name), executionRecordSchema);

/** Index byStatus, partition `partitions.executions(useCase)`, holds them by the time of their start. */
export const executionToStore = (execution: ExecutionRecord): NewRecord => ({
  ...keys.execution(execution.useCase, execution.name),
  data: toJson(execution),
  indexes: {
    byStatus: {
      pk: partitions.executions(execution.useCase),
      sk: `${execution.startedAt}#${execution.name}`,
    },
  },
});

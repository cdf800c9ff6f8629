import * as z from 'zod/mini';
import type { RecordStore, RecordWrite } from '../ports.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toJson, type Versioned } from '../records/typed.ts';

/** Whether a use case is paused: neither served nor retrained. Without a record it runs. */
const switchSchema = z.object({
  useCase: z.string(),
  paused: z.boolean(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
});
export type UseCaseSwitch = z.output<typeof switchSchema>;

/** The switch as it was last set; undefined where nobody ever did. */
export const readSwitch = (
  records: RecordStore,
  useCase: string,
): Promise<Versioned<UseCaseSwitch> | undefined> => readRecord(records, keys.switch(useCase), switchSchema);

export const isPaused = async (records: RecordStore, useCase: string): Promise<boolean> =>
  (await readSwitch(records, useCase))?.data.paused ?? false;

/** The write that sets the switch; its condition fails where somebody else set it since `before` was read. */
export function switchWrite(next: UseCaseSwitch, before: Versioned<UseCaseSwitch> | undefined): RecordWrite {
  const record = { ...keys.switch(next.useCase), data: toJson(next) };
  return { op: 'put', record, condition: before ? { version: before.version } : 'absent' };
}

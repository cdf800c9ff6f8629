import type * as z from 'zod/mini';
import type { RecordStore } from '../../domain/ports.ts';
import { readLock, releaseLockWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';

export interface ReleaseLockPorts {
  readonly records: RecordStore;
}

type Task = typeof machineTasks.ReleaseLock;

/** Frees the lock where this execution still has it; the next trigger may then start a retraining. */
export async function releaseLock(
  { records }: ReleaseLockPorts,
  { useCase, executionName }: z.output<Task['input']>,
): Promise<z.output<Task['output']>> {
  const write = releaseLockWrite(await readLock(records, useCase), executionName);
  if (write) await records.write([write]);
  return { released: write !== undefined };
}

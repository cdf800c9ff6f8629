import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { DriftColumnSpec } from '../../domain/drift/columns.ts';
import type { ReducedTable } from '../../domain/drift/reducer.ts';

export const workerRequestSchema = z.array(
  z.object({
    name: z.string(),
    kind: z.enum(['numeric', 'categorical']),
    unit: z.optional(z.string()),
  }),
);

/** What the thread answers: its own code's result, so that no schema is needed on the way back. */
export type WorkerReply =
  | { readonly ok: true; readonly modifiedAt: string; readonly reduced: ReducedTable }
  | {
      readonly ok: false;
      readonly name: string;
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };

export interface SecondThread {
  /** Resolves to the file's reduced rows. Rejects with an error of the name and message that the thread met. */
  reduce(columns: readonly DriftColumnSpec[]): Promise<{ modifiedAt: string; reduced: ReducedTable }>;
  stop(): Promise<unknown>;
}

/** Starts a thread that opens the file `path` at once, and reads it when it is told the columns. */
export function startSecondThread(path: string): SecondThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: path });
  const answer = new Promise<WorkerReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  // Handled by whoever awaits `reduce`; until then a failure is not unhandled.
  answer.catch(() => undefined);
  return {
    async reduce(columns) {
      worker.postMessage(columns);
      const reply = await answer;
      if (reply.ok) return { modifiedAt: reply.modifiedAt, reduced: reply.reduced };
      throw Object.assign(new Error(reply.message), reply.fields, { name: reply.name });
    },
    stop: () => worker.terminate(),
  };
}

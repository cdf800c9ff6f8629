import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { openTable } from './open-table.ts';
import { reduceTable } from './reduce-table.ts';
import { workerRequestSchema, type WorkerReply } from './second-thread.ts';

/** Reads one table in a thread of its own; its path is given at the start, the columns come when they are known. */
const path = z.parse(z.string(), workerData);
const table = openTable(path);
// Awaited below; without this a failure before the message would end the thread as unhandled.
table.catch(() => undefined);

parentPort?.once('message', (message: unknown) => {
  void reply(message).then((answer) => parentPort?.postMessage(answer));
});

async function reply(message: unknown): Promise<WorkerReply> {
  try {
    const specs = z.parse(workerRequestSchema, message);
    const opened = await table;
    return { ok: true, modifiedAt: opened.modifiedAt, reduced: await reduceTable(opened, specs) };
  } catch (error) {
    // Errors lose their class between threads.
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    return {
      ok: false,
      name,
      message: text,
      fields: error instanceof Error ? Object.fromEntries(Object.entries(error)) : {},
    };
  }
}

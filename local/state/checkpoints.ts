import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface CheckpointThreadData {
  readonly path: string;
}

export type CheckpointThreadMessage = 'checkpoint' | 'close';

/** A few hundred predictions: the copying takes some milliseconds, in the other thread. */
const commitsBetween = 256;

/**
 * Copies what was committed from the write-ahead log into the database file, in a thread of its own: SQLite would do it
 * inside some commit, and everybody would wait some 12 ms for the disk, several times a second under load. Whoever writes
 * little never needs the thread: it is made at the first time.
 */
export class Checkpoints {
  readonly #path: string;
  #thread: Worker | undefined;
  #commits = 0;
  #busy = false;

  /** @param path of the database file. */
  constructor(path: string) {
    this.#path = path;
  }

  /** To be called after each commit. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits < commitsBetween || this.#busy) return;
    this.#commits = 0;
    this.#busy = true;
    this.#thread ??= this.#start();
    this.#ask(this.#thread, 'checkpoint');
  }

  /** Resolves when the other connection is closed; before the own one is, so that its closing tidies the log away. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (!thread) return;
    const exited = once(thread, 'exit');
    thread.ref();
    this.#ask(thread, 'close');
    await exited;
  }

  #ask(thread: Worker, message: CheckpointThreadMessage): void {
    thread.postMessage(message);
  }

  #start(): Worker {
    const workerData: CheckpointThreadData = { path: this.#path };
    const thread = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
      workerData,
      name: 'checkpoints',
    });
    thread.unref();
    thread.on('message', () => {
      this.#busy = false;
    });
    // Without it SQLite's own checkpoint at the log's upper limit remains: slower, and as safe.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    return thread;
  }
}

import { once } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

export interface CheckpointThreadData {
  readonly path: string;
}

export type CheckpointThreadMessage = 'checkpoint' | 'close';

export interface CheckpointThreadAnswer {
  /** Length of the log. */
  readonly pages: number;
}

/** 32 MiB: some 1,000 predictions. */
const longLogPages = 8_192;

/** A few hundred predictions: the copying takes some milliseconds, in the other thread. */
const commitsBetween = 256;

/**
 * Copies what was committed from the write-ahead log into the database file, in a thread of its own: SQLite would do it
 * inside some commit, and everybody would wait some 12 ms for the disk, several times a second under load. Whoever writes
 * little never needs the thread: it is made at the first time. Commits that come meanwhile keep the log from being begun anew,
 * so when it has grown long the last few pages are copied between two commits: that takes a millisecond or two.
 */
export class Checkpoints {
  readonly #db: DatabaseSync;
  readonly #path: string;
  #thread: Worker | undefined;
  #commits = 0;
  #busy = false;

  /**
   * @param db the connection that commits.
   * @param path of its file.
   */
  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
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
    thread.on('message', ({ pages }: CheckpointThreadAnswer) => {
      this.#busy = false;
      if (pages >= longLogPages && this.#db.isOpen && !this.#db.isTransaction)
        this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    });
    // Without it SQLite's own checkpoint at the log's upper limit remains: slower, and as safe.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    return thread;
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { Clock, PipelineRunner, PipelineStatus, TrainingRequest } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import type { Committer } from '../state/committer.ts';
import type { TrainingWorkerAnswer, TrainingWorkerData } from './worker-protocol.ts';

interface RunnerDeps {
  readonly db: DatabaseSync;
  readonly committer: Committer;
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** Folder of the object store: the program opens it itself. */
  readonly objects: string;
  /** Default: the training of light models. */
  readonly program?: URL;
  /** A training that takes longer is stopped and has failed; default half an hour. */
  readonly timeoutSeconds?: number;
}

interface Running {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

const defaultTimeoutSeconds = 1_800;
/** More heap than this means that the data is too large for one machine; without a limit all of the process would end. */
const maxHeapMiB = 2_048;

/**
 * PipelineRunner whose pipelines are one training program in a worker thread, one at a time. A training that was cut short
 * by the end of the process is started again: the program writes the same objects, and `done` last.
 */
export class WorkerPipelineRunner implements PipelineRunner {
  readonly #deps: RunnerDeps;
  readonly #program: URL;
  readonly #running = new Map<string, Running>();
  readonly #queue: TrainingRequest[] = [];
  #open = true;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#program = deps.program ?? new URL('./training-worker.ts', import.meta.url);
  }

  async start(request: TrainingRequest): Promise<{ readonly pipelineExecutionId: string }> {
    const id = request.executionName;
    const isNew = await this.#deps.committer.run(
      () =>
        this.#deps.db
          .prepare("INSERT OR IGNORE INTO training_jobs VALUES (?, ?, 'Executing', NULL, ?, NULL)")
          .run(id, JSON.stringify(request), this.#deps.clock.now().getTime()).changes === 1,
    );
    if (isNew) this.#enqueue(request);
    return { pipelineExecutionId: id };
  }

  /** @throws Error for an id that was never started. */
  async describe(
    pipelineExecutionId: string,
  ): Promise<{ readonly status: PipelineStatus; readonly failureReason?: string }> {
    const row = this.#deps.db
      .prepare('SELECT status, failure_reason FROM training_jobs WHERE id = ?')
      .get(pipelineExecutionId);
    if (!row) throw new Error(`no training has the id ${pipelineExecutionId}; ids come from start`);
    const reason = row['failure_reason'];
    return {
      // Written by this class only.
      status: row['status'] as PipelineStatus,
      ...(typeof reason === 'string' ? { failureReason: reason } : {}),
    };
  }

  async stop(pipelineExecutionId: string): Promise<void> {
    await this.#end(pipelineExecutionId, 'Stopped', null);
    const queued = this.#queue.findIndex(({ executionName }) => executionName === pipelineExecutionId);
    if (queued >= 0) this.#queue.splice(queued, 1);
    await this.#running.get(pipelineExecutionId)?.worker.terminate();
  }

  /** Starts again what ran when the process ended; once after a start. */
  resume(): void {
    const rows = this.#deps.db
      .prepare("SELECT request FROM training_jobs WHERE status = 'Executing' ORDER BY started_at, id")
      .all();
    for (const row of rows) this.#enqueue(JSON.parse(String(row['request'])) as TrainingRequest);
  }

  /** Resolves when no training runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  /** Ends the threads; their trainings begin again at the next start. */
  async close(): Promise<void> {
    this.#open = false;
    this.#queue.length = 0;
    await Promise.all([...this.#running.values()].map(({ worker }) => worker.terminate()));
    await this.idle();
  }

  #enqueue(request: TrainingRequest): void {
    this.#queue.push(request);
    this.#next();
  }

  #next(): void {
    if (!this.#open || this.#running.size > 0) return;
    const request = this.#queue.shift();
    if (request) this.#launch(request);
  }

  #launch(request: TrainingRequest): void {
    const id = request.executionName;
    const workerData: TrainingWorkerData = { request, objects: this.#deps.objects };
    const worker = new Worker(this.#program, {
      workerData,
      name: `training ${id}`,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMiB },
    });
    let end: readonly [PipelineStatus, string | null] = ['Failed', 'the training ended without an answer'];
    const seconds = this.#deps.timeoutSeconds ?? defaultTimeoutSeconds;
    const callOff = this.#deps.alarms.at(this.#deps.clock.now().getTime() + seconds * 1000, () => {
      end = ['Failed', `the training did not end within ${seconds} s`];
      void worker.terminate();
    });
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    worker.on('message', (answer: TrainingWorkerAnswer) => {
      end = answer.ok ? ['Succeeded', null] : ['Failed', answer.reason];
    });
    worker.on('error', (error: unknown) => {
      end = ['Failed', errorText(error)];
    });
    worker.on('exit', () => {
      callOff();
      // With the platform closing, the training has not failed: it begins again at the next start.
      const noted = this.#open ? this.#end(id, ...end) : Promise.resolve();
      void noted
        .catch(() => undefined)
        .then(() => {
          this.#running.delete(id);
          resolve(undefined);
          this.#next();
        });
    });
    this.#running.set(id, { worker, ended });
  }

  /** The first end counts. */
  async #end(id: string, status: PipelineStatus, reason: string | null): Promise<void> {
    await this.#deps.committer.run(() =>
      this.#deps.db
        .prepare(
          "UPDATE training_jobs SET status = ?, failure_reason = ?, ended_at = ? WHERE id = ? AND status = 'Executing'",
        )
        .run(status, reason, this.#deps.clock.now().getTime(), id),
    );
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { Clock, PipelineRunner, PipelineStatus, TrainingRequest } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import type { Committer } from '../state/committer.ts';
import type { TrainingWorkerAnswer, TrainingWorkerJob } from './worker-protocol.ts';

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
  readonly thread: Worker;
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
  /** A thread that has loaded its program and waits. */
  #ready: Worker | undefined;
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
    await this.#running.get(pipelineExecutionId)?.thread.terminate();
  }

  /** Loads the program now: done at the first training, it would take the processor from whoever serves at that moment. */
  warm(): void {
    if (this.#open && this.#running.size === 0) this.#ready ??= this.#newThread();
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
    await Promise.all([...this.#running.values()].map(({ thread }) => thread.terminate()));
    await this.#ready?.terminate();
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

  #newThread(): Worker {
    const thread = new Worker(this.#program, {
      name: 'training',
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMiB },
    });
    const gone = () => {
      if (this.#ready === thread) this.#ready = undefined;
    };
    thread.on('error', gone);
    thread.on('exit', gone);
    thread.unref();
    return thread;
  }

  #launch(request: TrainingRequest): void {
    const id = request.executionName;
    const thread = this.#ready ?? this.#newThread();
    this.#ready = undefined;
    thread.ref();
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    this.#running.set(id, { thread, ended });
    let why = 'the training ended without an answer';
    const finish = (status: PipelineStatus, reason: string | null): void => {
      callOff();
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      // With the platform closing, the training has not failed: it begins again at the next start.
      const noted = this.#open ? this.#end(id, status, reason) : Promise.resolve();
      void noted
        .catch(() => undefined)
        .then(() => {
          this.#running.delete(id);
          resolve(undefined);
          this.#next();
        });
    };
    const onMessage = (answer: TrainingWorkerAnswer): void => {
      this.#ready = thread;
      thread.unref();
      finish(answer.ok ? 'Succeeded' : 'Failed', answer.ok ? null : answer.reason);
    };
    const onError = (error: unknown): void => {
      why = errorText(error);
    };
    const onExit = (): void => finish('Failed', why);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    const seconds = this.#deps.timeoutSeconds ?? defaultTimeoutSeconds;
    const callOff = this.#deps.alarms.at(this.#deps.clock.now().getTime() + seconds * 1000, () => {
      why = `the training did not end within ${seconds} s`;
      void thread.terminate();
    });
    const job: TrainingWorkerJob = { request, objects: this.#deps.objects };
    thread.postMessage(job);
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

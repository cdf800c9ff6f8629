import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, PipelineRunner, PipelineStatus, TrainingRequest } from '../../domain/ports.ts';
import { belowGateStep } from '../../domain/retraining/pipeline-parameters.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { FolderObjectStore } from '../adapters/folder-objects.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import type { Committer } from '../state/committer.ts';
import { endOrphans } from './orphans.ts';
import type { Programs } from './programs.ts';
import { runPipeline } from './run-pipeline.ts';
import type { PipelineRun, RunEvent } from './run-status.ts';
import { artifactsBucket, prepareJobs } from './use-case.ts';

interface JobsDeps {
  readonly db: DatabaseSync;
  readonly committer: Committer;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly objects: FolderObjectStore;
  readonly useCases: UseCaseCatalog;
  /** Runs, artifacts and cache lie in it. */
  readonly workFolder: string;
  /** In the place of the project's own programs. */
  readonly programs?: Programs;
  onEvent?(executionName: string, event: RunEvent): void;
}

interface Running {
  readonly id: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** A pipeline with which the platform has ended so often is not begun once more: it may be what ended it. */
const mostAttempts = 3;
/** Asking is answered at the pipeline's end or after this, whichever is first: else the machine would ask twenty times a second. */
const answerWithinMs = 1_000;
/** Of a failure's reason: the state machine's payload carries it. */
const longestReason = 2_000;
const idPrefix = 'pipeline/';

/**
 * PipelineRunner for use cases that are not light: the very pipeline definition that is deployed, run on this machine, one
 * at a time. A pipeline that was cut short by the end of the process is begun again at the next start, and takes over the
 * steps that had ended.
 */
export class JobsPipelineRunner implements PipelineRunner {
  readonly #deps: JobsDeps;
  readonly #queue: string[] = [];
  #running: Running | undefined;
  #open = true;

  constructor(deps: JobsDeps) {
    this.#deps = deps;
  }

  /** Whether an id is of this runner. */
  static owns(pipelineExecutionId: string): boolean {
    return pipelineExecutionId.startsWith(idPrefix);
  }

  async start(request: TrainingRequest): Promise<{ readonly pipelineExecutionId: string }> {
    const { committer, db, clock } = this.#deps;
    const id = `${idPrefix}${request.executionName}`;
    const isNew = await committer.run(
      () =>
        db
          .prepare("INSERT OR IGNORE INTO pipeline_runs VALUES (?, ?, 'Executing', NULL, 0, ?, NULL)")
          .run(id, JSON.stringify(request), clock.now().getTime()).changes === 1,
    );
    if (isNew) this.#enqueue(id);
    return { pipelineExecutionId: id };
  }

  /**
   * A pipeline that ended below its gate has succeeded: evaluate-model judges what it made and rejects it with the reasons.
   * @throws Error for an id that was never started.
   */
  async describe(
    pipelineExecutionId: string,
  ): Promise<{ readonly status: PipelineStatus; readonly failureReason?: string }> {
    const before = this.#read(pipelineExecutionId);
    if (before.status !== 'Executing' || this.#running?.id !== pipelineExecutionId) return before;
    const { promise: waited, resolve } = Promise.withResolvers<undefined>();
    const callOff = this.#deps.alarms.at(this.#deps.clock.now().getTime() + answerWithinMs, () =>
      resolve(undefined),
    );
    await Promise.race([this.#running.ended, waited]);
    callOff();
    return this.#read(pipelineExecutionId);
  }

  async stop(pipelineExecutionId: string): Promise<void> {
    await this.#end(pipelineExecutionId, 'Stopped', null);
    const queued = this.#queue.indexOf(pipelineExecutionId);
    if (queued >= 0) this.#queue.splice(queued, 1);
    if (this.#running?.id === pipelineExecutionId) this.#running.stop.abort();
  }

  /** Begins again what ran when the process ended; once after a start. */
  resume(): void {
    const rows = this.#deps.db
      .prepare("SELECT id FROM pipeline_runs WHERE status = 'Executing' ORDER BY started_at, id")
      .all();
    for (const row of rows) this.#enqueue(String(row['id']));
  }

  /** Resolves when no pipeline runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running.ended;
  }

  /** Stops the program that runs; its pipeline begins again at the next start. */
  async close(): Promise<void> {
    this.#open = false;
    this.#queue.length = 0;
    this.#running?.stop.abort();
    await this.idle();
  }

  #enqueue(id: string): void {
    this.#queue.push(id);
    this.#next();
  }

  #next(): void {
    if (!this.#open || this.#running) return;
    const id = this.#queue.shift();
    if (id === undefined) return;
    const stop = new AbortController();
    const ended = this.#run(id, stop.signal)
      .catch((error: unknown) => this.#end(id, 'Failed', errorText(error)))
      .catch(() => undefined)
      .then(() => {
        this.#running = undefined;
        this.#next();
      });
    this.#running = { id, stop, ended };
  }

  async #run(id: string, signal: AbortSignal): Promise<void> {
    const { db, committer, workFolder, useCases, objects, programs = {} } = this.#deps;
    const row = await committer.run(() =>
      db
        .prepare(
          "UPDATE pipeline_runs SET attempts = attempts + 1 WHERE id = ? AND status = 'Executing' RETURNING request, attempts",
        )
        .get(id),
    );
    // Stopped meanwhile.
    if (!row) return;
    const attempts = Number(row['attempts']);
    // Written by start only.
    const request = JSON.parse(String(row['request'])) as TrainingRequest;
    const runName = (attempt: number) => `${request.executionName}-${attempt}`;
    if (attempts > 1) await endOrphans(path.join(workFolder, 'runs', runName(attempts - 1)));
    if (attempts > mostAttempts) {
      const reason = `the platform ended ${mostAttempts} times while the pipeline ran; what its programs said lies in ${path.join(workFolder, 'runs')}`;
      await this.#end(id, 'Failed', reason);
      return;
    }
    const run = await runPipeline({
      ...(await prepareJobs(useCases.get(request.useCase), request, { objects, programs })),
      workFolder,
      clock: this.#deps.clock,
      alarms: this.#deps.alarms,
      signal,
      executionId: runName(attempts),
      onEvent: (event) => this.#deps.onEvent?.(request.executionName, event),
    });
    // With the platform closing, the pipeline has not failed.
    if (run.status === 'Stopped' && !this.#open) return;
    await this.#end(id, ...endOf(run));
    // Rows of patients lie in it, and nobody reads them any more; the programs' logs stay.
    await rm(path.join(workFolder, 's3', artifactsBucket, request.useCase, request.executionName), {
      recursive: true,
      force: true,
    });
  }

  #read(id: string): { readonly status: PipelineStatus; readonly failureReason?: string } {
    const row = this.#deps.db
      .prepare('SELECT status, failure_reason FROM pipeline_runs WHERE id = ?')
      .get(id);
    if (!row) throw new Error(`no pipeline has the id ${id}; ids come from start`);
    const reason = row['failure_reason'];
    return {
      // Written by this class only.
      status: row['status'] as PipelineStatus,
      ...(typeof reason === 'string' ? { failureReason: reason } : {}),
    };
  }

  /** The first end counts. */
  async #end(id: string, status: PipelineStatus, reason: string | null): Promise<void> {
    const { committer, db, clock } = this.#deps;
    await committer.run(() =>
      db
        .prepare(
          "UPDATE pipeline_runs SET status = ?, failure_reason = ?, ended_at = ? WHERE id = ? AND status = 'Executing'",
        )
        .run(status, reason, clock.now().getTime(), id),
    );
  }
}

/** The reason's first line names the step and why; the end of its log follows. */
function endOf({ status, failure }: PipelineRun): [status: PipelineStatus, reason: string | null] {
  if (!failure) return [status, null];
  const { step, reason, lastLines } = failure;
  if (step === belowGateStep) return ['Succeeded', null];
  return ['Failed', [`step ${step}: ${reason}`, ...lastLines].join('\n').slice(0, longestReason)];
}

import type { PipelineRunner, TrainingRequest } from '../../domain/ports.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { WorkerPipelineRunner } from '../training/worker-pipeline-runner.ts';
import { JobsPipelineRunner } from './jobs-pipeline-runner.ts';
import { isLight } from './use-case.ts';

interface Runners {
  /** Trains light models in a thread. */
  readonly light: WorkerPipelineRunner;
  /** Runs the pipelines of all others. */
  readonly jobs: JobsPipelineRunner;
}

/**
 * Each training where it belongs: a light model in a thread, every other by its pipeline of jobs. On one machine the number
 * of rows does not matter: there is no larger machine to move to, and a light model never needs Python.
 */
export class EitherPipelineRunner implements PipelineRunner {
  readonly #runners: Runners;
  readonly #useCases: UseCaseCatalog;

  constructor(runners: Runners, useCases: UseCaseCatalog) {
    this.#runners = runners;
    this.#useCases = useCases;
  }

  async start(request: TrainingRequest): Promise<{ readonly pipelineExecutionId: string }> {
    const { light, jobs } = this.#runners;
    return (isLight(this.#useCases.get(request.useCase), 0) ? light : jobs).start(request);
  }

  describe(id: string): ReturnType<PipelineRunner['describe']> {
    return this.#of(id).describe(id);
  }

  stop(id: string): Promise<void> {
    return this.#of(id).stop(id);
  }

  warm(): void {
    this.#runners.light.warm();
  }

  resume(): void {
    this.#runners.light.resume();
    this.#runners.jobs.resume();
  }

  async idle(): Promise<void> {
    await this.#runners.light.idle();
    await this.#runners.jobs.idle();
  }

  async close(): Promise<void> {
    await this.#runners.light.close();
    await this.#runners.jobs.close();
  }

  #of(id: string): PipelineRunner {
    return JobsPipelineRunner.owns(id) ? this.#runners.jobs : this.#runners.light;
  }
}

import type {
  Clock,
  ObjectStore,
  PipelineRunner,
  PipelineStatus,
  TrainingRequest,
} from '../../domain/ports.ts';
import { runTraining } from '../../domain/training/train.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';

/** What the next training does: `break` changes its files after it. */
export type Script = 'train' | 'fail' | 'hang' | { readonly break: (prefix: string) => Promise<void> };

/** PipelineRunner that trains at once, or plays what a pipeline may do instead. */
export class TestPipelines implements PipelineRunner {
  script: Script = 'train';
  readonly requests: TrainingRequest[] = [];
  readonly stopped: string[] = [];
  readonly #state = new Map<string, { status: PipelineStatus; failureReason?: string }>();
  readonly #deps: {
    readonly objects: ObjectStore;
    readonly clock: Clock;
    readonly useCases: () => UseCaseCatalog;
  };

  constructor(deps: {
    readonly objects: ObjectStore;
    readonly clock: Clock;
    readonly useCases: () => UseCaseCatalog;
  }) {
    this.#deps = deps;
  }

  async start(request: TrainingRequest): Promise<{ pipelineExecutionId: string }> {
    const pipelineExecutionId = `pipeline-${request.executionName}`;
    if (this.#state.has(pipelineExecutionId)) return { pipelineExecutionId };
    this.requests.push(request);
    const { script } = this;
    if (script === 'hang') this.#state.set(pipelineExecutionId, { status: 'Executing' });
    else if (script === 'fail')
      this.#state.set(pipelineExecutionId, {
        status: 'Failed',
        failureReason: 'no capacity for the instance',
      });
    else {
      const { objects, clock, useCases } = this.#deps;
      await runTraining(request, { objects, clock, useCase: useCases().get(request.useCase) });
      if (typeof script === 'object') await script.break(request.outputPrefix);
      this.#state.set(pipelineExecutionId, { status: 'Succeeded' });
    }
    return { pipelineExecutionId };
  }

  async describe(id: string): Promise<{ status: PipelineStatus; failureReason?: string }> {
    return this.#state.get(id)!;
  }

  async stop(id: string): Promise<void> {
    this.stopped.push(id);
    if (this.#state.get(id)?.status === 'Executing') this.#state.set(id, { status: 'Stopped' });
  }
}

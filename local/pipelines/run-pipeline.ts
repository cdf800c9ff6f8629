import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { Clock } from '../../domain/ports.ts';
import { inOrder, predecessors } from '../../pipelines/sagemaker/order.ts';
import type { LoadedPipeline, LoadedStep } from '../../pipelines/sagemaker/validate/load.ts';
import { validPipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import { StepCache } from './cache.ts';
import { StepFailedError, StepStoppedError } from './errors.ts';
import { runParameters } from './parameters.ts';
import { textAt } from './property.ts';
import { programFor, type Programs } from './programs.ts';
import { folderRegistry, type Registrar } from './registry.ts';
import { RunRecord } from './run-record.ts';
import type { PipelineRun, RunEvent } from './run-status.ts';
import { KnownValues } from './run-values.ts';
import { runStep, type StepContext } from './steps/run-step.ts';
import { Storage, type Mount } from './storage/storage.ts';

/** A Lambda function on this machine: payload in, outputs out. */
export type LocalFunction = (
  payload: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

export interface RunOptions {
  /** Parsed JSON of a pipeline definition. */
  readonly definition: unknown;
  readonly pipelineName: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly programs: Programs;
  /** By the ARN of the function that each stands for. */
  readonly functions?: Readonly<Record<string, LocalFunction>>;
  /** Everything of the runs lies in it: `runs/<id>`, `s3/<bucket>`, `cache`, `registry`. */
  readonly workFolder: string;
  readonly mounts?: readonly Mount[];
  readonly registrar?: Registrar;
  /** Default true: steps with a CacheConfig take the result of an earlier run with the same arguments. */
  readonly useCache?: boolean;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly signal?: AbortSignal;
  onEvent?(event: RunEvent): void;
  readonly executionId?: string;
}

/**
 * Runs a pipeline definition on this machine, one step after the other. Steps that need AWS are left out, and said to be.
 * @returns how it ended; a failed step is no exception.
 * @throws InvalidInputError where definition, parameters or programs are wrong: nothing has been run then.
 */
export async function runPipeline(options: RunOptions): Promise<PipelineRun> {
  const pipeline = validPipeline(options.definition, `pipeline ${options.pipelineName}`);
  const parameters = runParameters(pipeline.parameters, options.parameters);
  checkPrograms(pipeline, options.programs);
  const { clock, workFolder } = options;
  const executionId = options.executionId ?? randomBytes(6).toString('hex');
  const startedAt = clock.now().toISOString();
  const pipelineArn = `arn:aws:sagemaker:us-east-1:000000000000:pipeline/${options.pipelineName.toLowerCase()}`;
  const record = new RunRecord(
    {
      schemaVersion: 1,
      pipelineName: options.pipelineName,
      executionId,
      status: 'Executing',
      startedAt,
      parameters,
      steps: pipeline.steps.map(({ Name, Type }) => ({ name: Name, type: Type, status: 'Waiting' })),
    },
    {
      file: path.join(workFolder, 'runs', executionId, 'status.json'),
      clock,
      onEvent: (event) => options.onEvent?.(event),
    },
  );
  await record.write();
  const storage = new Storage(path.join(workFolder, 's3'), options.mounts);
  const context: StepContext = {
    values: new KnownValues(parameters, {
      PipelineName: options.pipelineName,
      PipelineArn: pipelineArn,
      PipelineExecutionId: executionId,
      PipelineExecutionArn: `${pipelineArn}/execution/${executionId}`,
      StartDateTime: startedAt,
      CurrentDateTime: startedAt,
    }),
    storage,
    cache: options.useCache === false ? undefined : new StepCache(path.join(workFolder, 'cache'), storage),
    programs: options.programs,
    functions: options.functions ?? {},
    registrar: options.registrar ?? folderRegistry(path.join(workFolder, 'registry')),
    runFolder: path.join(workFolder, 'runs', executionId),
    executionId,
    clock,
    alarms: options.alarms,
    signal: options.signal ?? new AbortController().signal,
    onLine: (step, line) => options.onEvent?.({ kind: 'log', step, line }),
  };
  await new Run(pipeline, record, context).all();
  return record.run;
}

/** Every step that runs a program has one, before anything is run. */
function checkPrograms(pipeline: LoadedPipeline, programs: Programs): void {
  const problems = pipeline.steps.flatMap((step) => {
    const image =
      step.Type === 'Processing'
        ? textAt(step.Arguments, 'AppSpecification', 'ImageUri')
        : step.Type === 'Training'
          ? textAt(step.Arguments, 'AlgorithmSpecification', 'TrainingImage')
          : undefined;
    if (step.Type !== 'Processing' && step.Type !== 'Training') return [];
    if (programFor(programs, image ?? '', step.Name)) return [];
    return [
      {
        field: `step ${step.Name}`,
        got: `no program for the image ${image ?? '(of a parameter)'}`,
        expected: `an entry for that image, for "#${step.Name}", or for "*"`,
      },
    ];
  });
  if (problems.length > 0) throw new InvalidInputError('programs in the place of images', problems);
}

class Run {
  readonly #pipeline: LoadedPipeline;
  readonly #record: RunRecord;
  readonly #context: StepContext;
  readonly #before: ReadonlyMap<string, readonly string[]>;

  constructor(pipeline: LoadedPipeline, record: RunRecord, context: StepContext) {
    this.#pipeline = pipeline;
    this.#record = record;
    this.#context = context;
    this.#before = predecessors(pipeline);
  }

  async all(): Promise<void> {
    let current = '';
    try {
      await this.#level(
        this.#pipeline.steps.filter(({ branch }) => !branch),
        (name) => (current = name),
      );
      await this.#record.finish({ status: 'Succeeded' });
    } catch (error) {
      if (error instanceof StepStoppedError) {
        await this.#record.end(current, { status: 'Stopped' });
        await this.#record.finish({ status: 'Stopped' });
        return;
      }
      const reason = error instanceof StepFailedError ? error.message : errorText(error);
      const lastLines = error instanceof StepFailedError ? error.lastLines : [];
      await this.#record.end(current, { status: 'Failed', reason, lastLines });
      await this.#record.finish({ status: 'Failed', failure: { step: current, reason, lastLines } });
    }
  }

  async #level(level: readonly LoadedStep[], onStep: (name: string) => void): Promise<void> {
    // Validated: without circles.
    for (const step of inOrder(level, this.#before) ?? []) {
      onStep(step.Name);
      const why = this.#whyNot(step);
      if (why !== undefined) {
        await this.#leaveOut(step, why);
        continue;
      }
      await this.#record.begin(step.Name);
      const { properties, files, taken, ...said } = await runStep(step, this.#context);
      this.#context.values.note(step.Name, properties, files);
      await this.#record.end(step.Name, { status: 'Succeeded', ...said });
      if (!taken) continue;
      for (const inner of this.#branch(step, taken === 'IfSteps' ? 'ElseSteps' : 'IfSteps'))
        await this.#record.skip(inner.Name, `${step.Name} went to ${taken}`);
      await this.#level(this.#branch(step, taken), onStep);
    }
  }

  /** Why a step cannot run on this machine; undefined where it can. */
  #whyNot(step: LoadedStep): string | undefined {
    const here = ['Processing', 'Training', 'Condition', 'Fail', 'RegisterModel'].includes(step.Type);
    const arn = step.FunctionArn;
    const function_ =
      step.Type === 'Lambda' && typeof arn === 'string' && Object.hasOwn(this.#context.functions, arn);
    if (!here && !function_) return `a step of type ${step.Type} runs on AWS only`;
    const missing = (this.#before.get(step.Name) ?? []).find(
      (name) => this.#record.step(name).status === 'Skipped',
    );
    return missing === undefined ? undefined : `it needs ${missing}, which was left out`;
  }

  async #leaveOut(step: LoadedStep, why: string): Promise<void> {
    await this.#record.skip(step.Name, why);
    for (const side of ['IfSteps', 'ElseSteps'] as const)
      for (const inner of this.#branch(step, side))
        await this.#record.skip(inner.Name, `it needs ${step.Name}, which was left out`);
  }

  #branch(step: LoadedStep, side: 'IfSteps' | 'ElseSteps'): readonly LoadedStep[] {
    return this.#pipeline.steps.filter(({ branch }) => branch?.of === step.Name && branch.side === side);
  }
}

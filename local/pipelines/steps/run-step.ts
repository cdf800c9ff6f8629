import { rm } from 'node:fs/promises';
import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Clock } from '../../../domain/ports.ts';
import type { LoadedStep } from '../../../pipelines/sagemaker/validate/load.ts';
import type { Alarms } from '../../alarms.ts';
import type { StepCache } from '../cache.ts';
import { StepFailedError } from '../errors.ts';
import { listAt, recordAt, textAt } from '../property.ts';
import { programFor, type Programs } from '../programs.ts';
import type { Registrar } from '../registry.ts';
import { resolveValue, textOf } from '../resolve.ts';
import type { LocalFunction } from '../run-pipeline.ts';
import type { KnownValues } from '../run-values.ts';
import type { Storage } from '../storage/storage.ts';
import { decide } from './conditions.ts';
import { mlRootOf, type Job, type Properties } from './job.ts';
import { runProcessing } from './processing.ts';
import { runTraining } from './training.ts';

/** What a step needs of its run. */
export interface StepContext {
  readonly values: KnownValues;
  readonly storage: Storage;
  readonly cache: StepCache | undefined;
  readonly programs: Programs;
  readonly functions: Readonly<Record<string, LocalFunction>>;
  readonly registrar: Registrar;
  readonly runFolder: string;
  readonly executionId: string;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly signal: AbortSignal;
  onLine(step: string, line: string): void;
}

interface StepResult {
  readonly properties: Properties;
  readonly files?: ReadonlyMap<string, unknown>;
  readonly cached?: boolean;
  readonly outcome?: string;
  /** Of a condition: the branch that runs. */
  readonly taken?: 'IfSteps' | 'ElseSteps';
}

/** Runs one step. @throws StepFailedError, StepStoppedError. */
export async function runStep(step: LoadedStep, context: StepContext): Promise<StepResult> {
  const { IfSteps: _if, ElseSteps: _else, ...own } = step.Arguments;
  const args = recordAt({ own: resolveValue(own, context.values) }, 'own');
  switch (step.Type) {
    case 'Processing':
    case 'Training':
      return runJob(step, args, context);
    case 'Condition':
      return decideStep(args);
    case 'Fail':
      throw new StepFailedError(textOf(args['ErrorMessage']));
    case 'Lambda':
      return callFunction(step, args, context);
    default:
      return register(args, context);
  }
}

async function runJob(step: LoadedStep, args: Properties, context: StepContext): Promise<StepResult> {
  const { cache, clock } = context;
  const isTraining = step.Type === 'Training';
  const image =
    (isTraining
      ? textAt(args, 'AlgorithmSpecification', 'TrainingImage')
      : textAt(args, 'AppSpecification', 'ImageUri')) ?? '';
  const program = programFor(context.programs, image, step.Name);
  if (!program) throw new StepFailedError(`no program stands for the image ${image}`);
  const key = await cache?.keyOf(step, args, program);
  const earlier = key === undefined ? undefined : await cache?.find(key, step, clock.now());
  if (earlier)
    return { properties: earlier, files: await propertyFiles(step, earlier, context), cached: true };
  const job: Job = {
    step: step.Name,
    jobName: `pipelines-${context.executionId}-${step.Name}`,
    arguments: args,
    program,
    folder: path.join(context.runFolder, step.Name),
    storage: context.storage,
    clock,
    alarms: context.alarms,
    signal: context.signal,
    onLine: (line) => context.onLine(step.Name, line),
  };
  await mkdir(mlRootOf(job), { recursive: true });
  const properties = await (isTraining ? runTraining(job) : runProcessing(job));
  const files = await propertyFiles(step, properties, context);
  if (key !== undefined) await cache?.keep(key, properties, clock.now());
  // What counts is in the storage; a failed step keeps its folder, to be looked into.
  await rm(mlRootOf(job), { recursive: true, force: true });
  return { properties, files };
}

/** The JSON files of a step that others read. */
async function propertyFiles(
  step: LoadedStep,
  properties: Properties,
  { storage }: StepContext,
): Promise<ReadonlyMap<string, unknown>> {
  const files = new Map<string, unknown>();
  for (const { PropertyFileName: name, OutputName: output, FilePath: file } of step.PropertyFiles) {
    const outputs = listAt(properties, 'ProcessingOutputConfig', 'Outputs');
    const uri = textAt(
      outputs.find((one) => textAt(one, 'OutputName') === output),
      'S3Output',
      'S3Uri',
    );
    const body = await storage.read(`${(uri ?? '').replace(/\/+$/, '')}/${file}`);
    if (!body)
      throw new StepFailedError(`property file ${name}: the program left no ${file} in its output ${output}`);
    try {
      files.set(name, JSON.parse(new TextDecoder().decode(body)));
    } catch (error) {
      throw new StepFailedError(`property file ${name}: got a ${file} that is no JSON`, [], { cause: error });
    }
  }
  return files;
}

function decideStep(args: Properties): StepResult {
  const decisions = listAt(args, 'Conditions').map(decide);
  const holds = decisions.every((decision) => decision.holds);
  return {
    properties: { Outcome: holds },
    taken: holds ? 'IfSteps' : 'ElseSteps',
    outcome: decisions.map((one) => `${one.words}${one.holds ? '' : ' does not hold'}`).join('; '),
  };
}

async function callFunction(step: LoadedStep, args: Properties, context: StepContext): Promise<StepResult> {
  const function_ = context.functions[textOf(step.FunctionArn)];
  const answer = (await function_?.(args)) ?? {};
  const missing = step.OutputParameters.find(({ OutputName }) => answer[OutputName] === undefined);
  if (missing) throw new StepFailedError(`the function's answer lacks ${missing.OutputName}`);
  return { properties: { OutputParameters: answer } };
}

async function register(args: Properties, context: StepContext): Promise<StepResult> {
  const group = textAt(args, 'ModelPackageGroupName') ?? 'models';
  const version = await context.registrar({
    group,
    arguments: args,
    pipelineExecutionArn: textOf(context.values.get('Execution.PipelineExecutionArn')),
    registeredAt: context.clock.now().toISOString(),
  });
  return {
    properties: {
      ...args,
      ModelPackageVersion: version,
      ModelPackageArn: `arn:aws:sagemaker:us-east-1:000000000000:model-package/${group.toLowerCase()}/${version}`,
    },
    outcome: `version ${version} of ${group}, ${textAt(args, 'ModelApprovalStatus') ?? 'without approval'}`,
  };
}

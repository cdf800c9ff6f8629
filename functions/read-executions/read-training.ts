import type * as z from 'zod/mini';
import type { trainingDetailSchema, trainingListSchema } from '../../domain/api/schemas/retraining.ts';
import type { ObjectStore, StateVisit } from '../../domain/ports.ts';
import { folderOfKey } from '../../domain/ids/object-key.ts';
import type { ExecutionRecord } from '../../domain/registry/execution.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { evaluationSchema, type Evaluation } from '../../domain/training/evaluation.ts';
import { learningFile, learningSchema, type Learning } from '../../domain/training/learning.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import type { Page } from '../edge/read.ts';
import {
  readExecutions,
  readOneExecution,
  type ExecutionView,
  type ReadExecutionsPorts,
} from './read-executions.ts';

export interface ReadTrainingPorts extends ReadExecutionsPorts {
  readonly objects: Pick<ObjectStore, 'get'>;
}

type TrainingList = z.output<typeof trainingListSchema>;
type TrainingDetail = z.output<typeof trainingDetailSchema>;
type Training = TrainingList['trainings'][number];
type Step = TrainingDetail['steps'][number];

/** Steps of a training, in order, each with the states of the machine that it is made of. */
const stepStates: readonly (readonly [string, readonly string[]])[] = [
  ['Check data', ['CheckDataAvailability']],
  ['Train', ['StartPipeline', 'WaitForPipeline', 'CheckPipelineStatus', 'StopPipeline']],
  ['Evaluate', ['EvaluateModel']],
  ['Approve', ['RequestApproval', 'ApproveAutomatically', 'ApproveModel', 'RejectModel']],
  ['Deploy', ['DeployModel', 'WaitForDeployment', 'CheckDeployment', 'RollBack']],
];

/** The latest start first. */
export async function readTrainings(
  ports: ReadTrainingPorts,
  useCase: UseCase,
  page: Page,
): Promise<TrainingList> {
  const { executions, cursor } = await readExecutions(ports, useCase, page);
  const trainings = await Promise.all(
    executions.map(async (execution) => trainingOf(useCase, execution, await versionOf(ports, execution))),
  );
  return { useCase: useCase.name, trainings, ...(cursor === undefined ? {} : { cursor }) };
}

/** One training with its steps, log and curve. Throws HttpProblem 404 for an unknown name. */
export async function readTraining(
  ports: ReadTrainingPorts,
  useCase: UseCase,
  name: string,
): Promise<TrainingDetail> {
  const execution = await readOneExecution(ports, useCase, name);
  const version = await versionOf(ports, execution);
  const [evaluation, learning] = version
    ? await Promise.all([evaluationOf(ports, version), learningOf(ports, version)])
    : [undefined, []];
  return {
    ...trainingOf(useCase, execution, version),
    steps: stepsOf(execution.states ?? []),
    hyperparameters: Object.fromEntries(
      Object.entries<number | string | undefined>(useCase.model.hyperparameters).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      ),
    ),
    rows: version?.rows ?? null,
    logs: logOf(execution, version),
    roc: (evaluation?.roc ?? []).map(({ falsePositiveRate, truePositiveRate }) => ({
      falsePositiveRate,
      truePositiveRate,
    })),
    learning: [...learning],
  };
}

function trainingOf(
  useCase: UseCase,
  execution: ExecutionRecord,
  version: ModelVersion | undefined,
): Training {
  const { name, status, startedAt, endedAt, trigger } = execution;
  const running = version ? 'Evaluated' : 'Training';
  return {
    name,
    useCase: useCase.name,
    status: status === 'Running' ? running : version ? 'Succeeded' : 'Failed',
    startedAt,
    endedAt,
    requestedBy: trigger.requestedBy ?? null,
    explanation: trigger.explanation ?? null,
    algorithm: useCase.model.algorithm,
    version: version?.version ?? null,
    metrics: version?.metrics ?? null,
  };
}

/** The version that an execution registered: its record names it, whatever number of others came after. */
async function versionOf(
  { records }: ReadTrainingPorts,
  { name, useCase, version }: ExecutionRecord,
): Promise<ModelVersion | undefined> {
  if (version === null) return undefined;
  const found = await getVersion(records, useCase, version);
  return found?.data.executionName === name ? found.data : undefined;
}

async function evaluationOf(
  { objects }: ReadTrainingPorts,
  { evaluationKey }: ModelVersion,
): Promise<Evaluation | undefined> {
  const file = await objects.get(evaluationKey);
  if (!file) return undefined;
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return parseWith(evaluationSchema, json, evaluationKey);
}

/** Empty where the training writes none down. */
async function learningOf(
  { objects }: ReadTrainingPorts,
  { evaluationKey }: ModelVersion,
): Promise<Learning> {
  const key = `${folderOfKey(evaluationKey)}${learningFile}`;
  const file = await objects.get(key);
  return file ? parseWith(learningSchema, JSON.parse(new TextDecoder().decode(file.body)), key) : [];
}

function stepsOf(states: readonly StateVisit[]): Step[] {
  return stepStates.map(([name, of]) => {
    const visits = states.filter((visit) => of.includes(visit.name));
    const last = visits.at(-1);
    if (!last) return { name, status: 'Waiting', startedAt: null, endedAt: null };
    return {
      name,
      status: last.status,
      startedAt: visits[0]?.enteredAt ?? null,
      endedAt: last.exitedAt ?? null,
    };
  });
}

/** One line for each state however often it asks whether the pipeline is done: hours of that would hide all else. */
function visitedStates(states: readonly StateVisit[]): TrainingDetail['logs'] {
  const lines = Map.groupBy(states, ({ name, status }) => `${name}: ${status}`);
  return [...lines].flatMap(([message, [first, ...again]]) => {
    const last = again.at(-1);
    const often = last ? `, ${again.length + 1} times until ${last.enteredAt.slice(11, 19)}` : '';
    return first ? [{ at: first.enteredAt, message: message + often }] : [];
  });
}

/** What was written down of it: states, the data, the gate's reasons, the outcome. */
function logOf(execution: ExecutionView, version: ModelVersion | undefined): TrainingDetail['logs'] {
  const { trigger, startedAt, endedAt, outcome, reasons, states = [] } = execution;
  const lines = [
    { at: startedAt, message: `started: ${trigger.explanation ?? trigger.reason}` },
    ...visitedStates(states),
    ...(version
      ? [
          {
            at: version.createdAt,
            message: `version ${version.version} from ${version.rows} rows, snapshot ${version.snapshotHash.slice(0, 12)}`,
          },
          ...version.gateReasons.map((message) => ({ at: version.createdAt, message })),
        ]
      : []),
    ...(endedAt === null
      ? []
      : [
          { at: endedAt, message: `ended: ${outcome ?? 'without outcome'}` },
          // What the gate said is told where it said it.
          ...reasons
            .filter((message) => !version?.gateReasons.includes(message))
            .map((message) => ({ at: endedAt, message })),
        ]),
  ];
  return lines.sort((a, b) => a.at.localeCompare(b.at));
}

import type * as z from 'zod/mini';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import type { Clock, ObjectStore, PipelineRunner, RecordStore } from '../../domain/ports.ts';
import { toJson } from '../../domain/records/typed.ts';
import { liveVersion } from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { pipelineResultSchema } from '../../domain/retraining/payload.ts';
import {
  executionPrefix,
  planKey,
  snapshotKeyOf,
  trainingPlanSchema,
  type TrainingPlan,
} from '../../domain/retraining/training-plan.ts';
import { trainingRows } from '../../domain/retraining/training-rows.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { chooseTraffic } from './choose-traffic.ts';
import { lendNetwork } from './lend-network.ts';
import { putOnce } from './put-once.ts';

export interface StartPipelinePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly pipelines: PipelineRunner;
  readonly clock: Clock;
  readonly useCases: UseCaseCatalog;
  /** The commit that this code was built from: an artifact carries what made it. */
  readonly codeVersion: string;
}

type Task = typeof machineTasks.StartPipeline;
type Input = z.output<Task['input']>;

/**
 * Freezes what there is to learn from as a snapshot with its hash, and starts the training on it. Delivered again it finds
 * the plan that was written the first time, and the runner finds the pipeline of this execution.
 * @throws ArtifactError where rows are missing or damaged; StaleGenerationError where the lock went to somebody else.
 */
export const startPipeline = (ports: StartPipelinePorts, input: Input): Promise<z.output<Task['output']>> =>
  effectOnce(
    ports,
    { executionName: input.executionName, state: 'StartPipeline' },
    pipelineResultSchema,
    async () => {
      const { executionName, useCase, generation } = input;
      // Before anything that costs money: an execution that lost the lock starts nothing.
      await fenceWrite(ports.records, useCase, executionName, generation);
      const plan = (await readPlan(ports.objects, executionName)) ?? (await makePlan(ports, input));
      const { snapshotKey, snapshotHash, rows, trafficKey = null } = plan;
      const outputPrefix = executionPrefix(executionName);
      const { pipelineExecutionId } = await ports.pipelines.start({
        useCase,
        executionName,
        snapshotKey,
        snapshotHash,
        outputPrefix,
        parameters: parametersOf(ports, input, plan),
      });
      return {
        output: {
          pipelineExecutionId,
          startedAt: plan.cutAt,
          snapshotKey,
          snapshotHash,
          rows,
          outputPrefix,
          trafficKey,
        },
        writes: [await fenceWrite(ports.records, useCase, executionName, generation)],
      };
    },
  );

async function readPlan(objects: ObjectStore, executionName: string): Promise<TrainingPlan | undefined> {
  const key = planKey(executionName);
  const file = await objects.get(key);
  if (!file) return undefined;
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return parseWith(trainingPlanSchema, json, key);
}

async function makePlan(ports: StartPipelinePorts, input: Input): Promise<TrainingPlan> {
  const { executionName, trigger } = input;
  const useCase = ports.useCases.get(input.useCase);
  const cutAt = ports.clock.now().toISOString();
  const data = await trainingRows(ports, useCase, cutAt);
  const snapshot = makeSnapshot(data, useCase.data);
  const snapshotKey = snapshotKeyOf(useCase.name, snapshot.hash);
  await putOnce(ports.objects, snapshotKey, snapshot.csv, 'text/csv');
  const champion = (await liveVersion(ports.records, useCase.name))?.data;
  if (champion && useCase.data.images) await lendNetwork(ports.objects, champion, executionName);
  const plan: TrainingPlan = {
    schemaVersion: 1,
    useCase: useCase.name,
    executionName,
    cutAt,
    snapshotKey,
    snapshotHash: snapshot.hash,
    rows: data.table.rowCount,
    ...(await chooseTraffic(ports, useCase, { executionName, trigger, champion, cutAt })),
  };
  await putOnce(ports.objects, planKey(executionName), `${JSON.stringify(plan, null, 1)}\n`);
  // Where two were delivered at the same moment, the plan that was written first is everybody's.
  const written = await readPlan(ports.objects, executionName);
  if (!written) throw new ArtifactError(`${planKey(executionName)}: was written and is gone; start anew`);
  return written;
}

/**
 * Everything that a training program needs beside the rows. SageMaker takes at most 1,024 characters for a parameter: the
 * explanation, which may be half of that, stays with the trigger's record.
 */
function parametersOf(ports: StartPipelinePorts, input: Input, plan: TrainingPlan) {
  const { model }: UseCase = ports.useCases.get(input.useCase);
  const { explanation: _, ...trigger } = input.trigger;
  return toJson({
    algorithm: model.algorithm,
    seed: model.seed,
    folds: model.folds,
    testFraction: model.testFraction,
    ...model.hyperparameters,
    trigger,
    codeVersion: ports.codeVersion,
    planKey: planKey(input.executionName),
    ...(plan.trafficKey === undefined ? {} : { trafficKey: plan.trafficKey }),
  });
}

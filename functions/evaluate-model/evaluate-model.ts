import type * as z from 'zod/mini';
import { writeCards } from '../../domain/cards/write-cards.ts';
import { evaluateModel as scoreAndMeasure } from '../../domain/model/compare.ts';
import { metricValues } from '../../domain/model/metrics.ts';
import type { Clock, ObjectStore, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { executionToStore, readExecution } from '../../domain/registry/execution.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import {
  createVersionWrite,
  liveVersion,
  mustGetVersion,
  nextVersionNumber,
} from '../../domain/registry/store.ts';
import { effectOnce } from '../../domain/retraining/effect.ts';
import { judge } from '../../domain/retraining/gate.ts';
import { fenceWrite } from '../../domain/retraining/lock.ts';
import type { machineTasks } from '../../domain/retraining/machine-tasks.ts';
import { evaluationResultSchema } from '../../domain/retraining/payload.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import { evaluateChampion } from './champion.ts';
import { readArtifacts, type Artifacts } from './read-artifacts.ts';

export interface EvaluatePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly useCases: UseCaseCatalog;
}

type Task = typeof machineTasks.EvaluateModel;
type Input = z.output<Task['input']>;
type Result = z.output<Task['output']>;

/**
 * Judges what a training made: the new version and the one in service on the same held-out rows, then the gate. Registers
 * the version, a rejected one too, once.
 * @throws ArtifactError where a file is missing, damaged or of another training; StaleGenerationError where the lock is lost.
 */
export async function evaluateModel(ports: EvaluatePorts, input: Input): Promise<Result> {
  const result = await registered(ports, input);
  // After the registration, and again where the state is delivered again: a version never lacks its cards.
  const { data: version } = await mustGetVersion(ports.records, input.useCase, result.version);
  await writeCards(ports.objects, ports.useCases.get(input.useCase), version);
  return result;
}

const registered = (ports: EvaluatePorts, input: Input): Promise<Result> =>
  effectOnce(
    ports,
    { executionName: input.executionName, state: 'EvaluateModel' },
    evaluationResultSchema,
    async () => {
      const { executionName, generation } = input;
      const useCase = ports.useCases.get(input.useCase);
      const artifacts = await readArtifacts(ports.objects, useCase, input.pipeline);
      const { model, holdout } = artifacts;
      const challenger = scoreAndMeasure(model, holdout);
      const champion = (await liveVersion(ports.records, useCase.name))?.data;
      const compared = champion && (await evaluateChampion(ports.objects, champion, holdout));
      const beside =
        champion && compared && 'evaluation' in compared
          ? { version: champion.version, evaluation: compared.evaluation }
          : null;
      const verdict = judge({
        gate: useCase.gate,
        challenger,
        champion: beside,
        ...(compared && 'why' in compared ? { why: compared.why } : {}),
      });
      const result: Result = {
        passed: verdict.passed,
        version: await nextVersionNumber(ports.records, useCase.name),
        championVersion: champion?.version ?? null,
        reasons: [...verdict.reasons],
        metrics: metricValues(challenger.metrics),
        championMetrics: beside && metricValues(beside.evaluation.metrics),
      };
      const at = ports.clock.now().toISOString();
      return {
        output: result,
        writes: [
          createVersionWrite(versionOf(input, artifacts, result, at)),
          ...(await notedVersion(ports.records, input, result.version)),
          await fenceWrite(ports.records, useCase.name, executionName, generation),
        ],
      };
    },
  );

/** The execution's record names its version from now on: also one that is aborted while its version waits for approval. */
async function notedVersion(
  records: RecordStore,
  { useCase, executionName }: Input,
  version: number,
): Promise<RecordWrite[]> {
  const found = await readExecution(records, useCase, executionName);
  if (!found) return [];
  const record = executionToStore({ ...found.data, version });
  return [{ op: 'put', record, condition: { version: found.version } }];
}

function versionOf(input: Input, artifacts: Artifacts, result: Result, createdAt: string): ModelVersion {
  const { pipeline, useCase, executionName, trigger } = input;
  const { model, modelKey, modelHash, evaluationKey, holdoutKey, baselineKey, baselineHash } = artifacts;
  return {
    useCase,
    version: result.version,
    status: result.passed ? 'PendingManualApproval' : 'Rejected',
    createdAt,
    executionName,
    trigger,
    modelKey,
    modelHash,
    evaluationKey,
    holdoutKey,
    baselineKey,
    baselineHash,
    ...(pipeline.trafficKey === null ? {} : { trafficKey: pipeline.trafficKey }),
    snapshotKey: pipeline.snapshotKey,
    snapshotHash: pipeline.snapshotHash,
    snapshotAt: pipeline.startedAt,
    rows: pipeline.rows,
    codeVersion: model.codeVersion ?? 'unknown',
    metrics: result.metrics,
    championVersion: result.championVersion,
    championMetrics: result.championMetrics,
    gateReasons: result.reasons,
  };
}

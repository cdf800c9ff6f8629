import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { imagesFolder } from '../../domain/dataset/images.ts';
import type { Clock, JsonObject, ObjectStore, TrainingRequest } from '../../domain/ports.ts';
import { pipelineParameterNames, pipelineParameters } from '../../domain/retraining/pipeline-parameters.ts';
import { evaluationSchema, trainingFiles } from '../../domain/training/evaluation.ts';
import { runTraining } from '../../domain/training/train.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import { lightPipeline } from '../../pipelines/sagemaker/light-pipeline.ts';
import { specificationOf, trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import { FolderObjectStore } from '../adapters/folder-objects.ts';
import { localAccount, platformImage, trainingImageOf } from './images.ts';
import { ownPrograms } from './own-programs.ts';
import { textAt } from './property.ts';
import type { Programs } from './programs.ts';
import { PlainFolder } from './storage/plain-folder.ts';
import type { Mount } from './storage/storage.ts';
import type { LocalFunction, RunOptions } from './run-pipeline.ts';

const projectFolder = path.join(import.meta.dirname, '../..');
const bucket = 'modelkeep-objects';
/** What the steps of an execution hand to each other. */
export const artifactsBucket = 'modelkeep-artifacts';
const functionArn = `arn:aws:lambda:us-east-1:${localAccount}:function:modelkeep-train-light`;

/** What the pipelines of a use case are made for where there is no AWS. */
function placeOf(useCase: UseCase, specification: string) {
  const hash = createHash('sha256').update(specification).digest('hex').slice(0, 16);
  return {
    modelPackageGroup: `modelkeep-${useCase.name}`,
    inferenceImage: platformImage,
    servingInstanceTypes: ['ml.m5.large'],
    contentTypes: ['text/csv', 'application/json'],
    experimentName: `modelkeep-${useCase.name}`,
    functionArn,
    job: { roleArn: `arn:aws:iam::${localAccount}:role/modelkeep-local` },
    trainingImage: trainingImageOf(useCase),
    platformImage,
    specificationUri: `s3://${bucket}/specifications/${useCase.name}/${hash}`,
    ...(useCase.data.images ? { imagesUri: `s3://${bucket}/${imagesFolder(useCase.name)}` } : {}),
    artifactsBucket,
    processing: { instanceType: 'ml.m5.large', volumeGiB: 10 },
    training: { instanceType: 'ml.m5.xlarge', volumeGiB: 30, maxRuntimeSeconds: 14_400 },
  };
}

/** Whether a function trains this use case on so many rows; four jobs do otherwise. */
export const isLight = ({ model, retraining }: UseCase, rows: number): boolean =>
  model.algorithm === 'logistic-regression' && rows < retraining.lightRowsLimit;

/** The pipeline of a use case as JSON, as it is deployed but for names of this machine. */
export function definitionOf(useCase: UseCase, light: boolean): unknown {
  const place = placeOf(useCase, specificationOf(useCase));
  const definition = light ? lightPipeline(useCase, place) : trainingPipeline(useCase, place);
  return JSON.parse(JSON.stringify(definition));
}

export interface UseCaseRun {
  readonly useCase: UseCase;
  /** The rows to learn from, in the spelling of domain/dataset/snapshot.ts. */
  readonly snapshot: { readonly csv: string; readonly hash: string };
  readonly light: boolean;
  readonly workFolder: string;
  readonly useCache: boolean;
  readonly clock: Clock;
  /** Programs that take the place of the project's own. */
  readonly programs: Programs;
}

/** What `runPipeline` needs to know of a use case. */
export type Prepared = Pick<
  RunOptions,
  'definition' | 'pipelineName' | 'parameters' | 'programs' | 'functions' | 'mounts'
>;

/**
 * The pipeline of jobs for a training that was asked for, on the object store that its keys are of. The specification is put
 * where the pipeline reads it.
 * @throws InvalidInputError where the Python environment is needed and was not made; nothing is written then.
 */
export async function prepareJobs(
  useCase: UseCase,
  request: TrainingRequest,
  { objects, programs }: { readonly objects: FolderObjectStore; readonly programs: Programs },
): Promise<Prepared> {
  const all = ownPrograms(useCase, programs);
  await putSpecification(useCase, objects);
  return { ...preparedOf(useCase, request, { light: false, objects }), programs: all };
}

/**
 * Puts the snapshot and the specification where the pipeline reads them.
 * @throws InvalidInputError where the Python environment is needed and was not made; nothing is written then.
 */
export async function prepareUseCase(run: UseCaseRun): Promise<Prepared> {
  const { useCase, snapshot, light } = run;
  const programs = light ? {} : ownPrograms(useCase, run.programs);
  const specification = specificationOf(useCase);
  const objects = new FolderObjectStore(path.join(run.workFolder, 'objects'));
  // The same rows and use case are the same execution, so that an earlier training can be taken over.
  const cause = `${snapshot.hash}${specification}${run.useCache ? '' : randomBytes(8).toString('hex')}`;
  const executionName = `${useCase.name}-${createHash('sha256').update(cause).digest('hex').slice(0, 12)}`;
  const snapshotKey = `snapshots/${useCase.name}/${snapshot.hash}.csv`;
  const outputPrefix = `executions/${executionName}/`;
  await putOnce(objects, snapshotKey, snapshot.csv);
  await putOnce(objects, `${outputPrefix}training.json`, `${JSON.stringify({ snapshotKey })}\n`);
  await putSpecification(useCase, objects);
  const request = {
    useCase: useCase.name,
    executionName,
    snapshotKey,
    snapshotHash: snapshot.hash,
    outputPrefix,
    parameters: {},
  };
  const prepared = preparedOf(useCase, request, { light, objects });
  return {
    ...prepared,
    mounts: [...prepared.mounts, ...photographsOf(useCase)],
    programs,
    functions: { [functionArn]: trainLight(useCase, objects, run.clock) },
  };
}

const preparedOf = (
  useCase: UseCase,
  request: TrainingRequest,
  { light, objects }: { readonly light: boolean; readonly objects: FolderObjectStore },
) => ({
  definition: definitionOf(useCase, light),
  pipelineName: `modelkeep-${useCase.name}`,
  parameters: pipelineParameters(request, (key) => `s3://${bucket}/${key}`),
  mounts: [{ uri: `s3://${bucket}`, files: objects }],
});

/** The photographs of the base table, read where they lie. */
function photographsOf({ name, data }: UseCase): Mount[] {
  if (!data.images) return [];
  const folder = path.resolve(projectFolder, data.images.folder);
  return [{ uri: `s3://${bucket}/${imagesFolder(name)}`, files: new PlainFolder(folder) }];
}

async function putSpecification(useCase: UseCase, objects: ObjectStore): Promise<void> {
  const specification = specificationOf(useCase);
  const { specificationUri } = placeOf(useCase, specification);
  await putOnce(objects, `${specificationUri.slice(`s3://${bucket}/`.length)}/usecase.json`, specification);
}

/** Named by what is in them: written again they would look changed to the cache. */
async function putOnce(objects: ObjectStore, key: string, body: string): Promise<void> {
  if (!(await objects.head(key))) await objects.put(key, body);
}

/** The function of the light pipeline: it trains in this process. */
const trainLight =
  (useCase: UseCase, objects: ObjectStore, clock: Clock): LocalFunction =>
  async (payload) => {
    const keyOf = (name: string) => (textAt(payload, name) ?? '').slice(`s3://${bucket}/`.length);
    const outputPrefix = keyOf('outputUri');
    await runTraining(
      {
        useCase: useCase.name,
        executionName: textAt(payload, 'executionName') ?? '',
        snapshotKey: keyOf('snapshotUri'),
        snapshotHash: textAt(payload, 'snapshotHash') ?? '',
        outputPrefix,
        parameters: trainingParameters(textAt(payload, 'trainingParameters') ?? '{}'),
      },
      { objects, clock, useCase },
    );
    const file = await objects.get(`${outputPrefix}${trainingFiles.evaluation}`);
    const json: unknown = JSON.parse(new TextDecoder().decode(file?.body));
    return parseWith(evaluationSchema, json, trainingFiles.evaluation).metrics;
  };

function trainingParameters(text: string): JsonObject {
  const json: unknown = JSON.parse(text);
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    // Parsed from JSON, and an object.
    return json as JsonObject;
  throw new InvalidInputError(pipelineParameterNames.training, [
    { field: '(root)', got: 'no object', expected: 'a JSON object as text' },
  ]);
}

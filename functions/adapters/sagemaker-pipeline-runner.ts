import {
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type PipelineExecutionStep,
} from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { PipelineRunner, PipelineStatus, TrainingRequest } from '../../domain/ports.ts';
import { belowGateStep, pipelineParameters } from '../../domain/retraining/pipeline-parameters.ts';
import { clientSettings } from './clients.ts';
import { bucketOfObject } from './contract.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling, portError } from './errors.ts';

const statuses: Readonly<Record<string, PipelineStatus>> = {
  Executing: 'Executing',
  // Steps are still being stopped: it has not ended.
  Stopping: 'Executing',
  Stopped: 'Stopped',
  Failed: 'Failed',
  Succeeded: 'Succeeded',
};

export interface PipelinePlace {
  /** May hold `{useCase}`. */
  readonly pipelineName: string;
  /** May hold `{room}`. */
  readonly bucket: string;
  /** Of all object keys, '' or `a/b`: the object store's own. */
  readonly prefix?: string;
}

/** PipelineRunner on SageMaker Pipelines. */
export class SageMakerPipelineRunner implements PipelineRunner {
  readonly #client: SageMakerClient;
  readonly #place: PipelinePlace;

  constructor(client: SageMakerClient, place: PipelinePlace) {
    this.#client = client;
    this.#place = place;
  }

  async start(request: TrainingRequest): Promise<{ readonly pipelineExecutionId: string }> {
    const parameters = pipelineParameters(request, (key) => this.#uri(key));
    const { PipelineExecutionArn } = await calling('starting a pipeline', () =>
      this.#client.send(
        new StartPipelineExecutionCommand({
          PipelineName: this.#place.pipelineName.replaceAll('{useCase}', request.useCase),
          PipelineExecutionDisplayName: request.executionName,
          PipelineParameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
          ClientRequestToken: requestTokenOf(request.executionName),
        }),
      ),
    );
    if (PipelineExecutionArn === undefined) throw new Error('starting a pipeline: SageMaker gave no ARN');
    return { pipelineExecutionId: PipelineExecutionArn };
  }

  async describe(
    pipelineExecutionId: string,
  ): Promise<{ readonly status: PipelineStatus; readonly failureReason?: string }> {
    const { PipelineExecutionStatus, FailureReason } = await calling('describing a pipeline execution', () =>
      this.#client.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn: pipelineExecutionId })),
    );
    const status = statuses[PipelineExecutionStatus ?? ''];
    if (!status)
      throw new Error(
        `describing a pipeline execution: unknown status ${PipelineExecutionStatus ?? '(none)'}`,
      );
    if (status !== 'Failed') return { status };
    const failed = await this.#failedStep(pipelineExecutionId);
    if (failed?.StepName === belowGateStep) return { status: 'Succeeded' };
    // The execution's own reason says only that a step failed.
    const reason = failed
      ? `step ${failed.StepName ?? '(unnamed)'}: ${failed.FailureReason ?? 'no reason was given'}`
      : FailureReason;
    return !reason ? { status } : { status, failureReason: reason };
  }

  /** Undefined where no step has failed. */
  async #failedStep(pipelineExecutionId: string): Promise<PipelineExecutionStep | undefined> {
    let token: string | undefined;
    do {
      const { PipelineExecutionSteps = [], NextToken } = await calling(
        'listing the steps of a pipeline execution',
        () =>
          this.#client.send(
            new ListPipelineExecutionStepsCommand({
              PipelineExecutionArn: pipelineExecutionId,
              SortOrder: 'Descending',
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
          ),
      );
      const failed = PipelineExecutionSteps.find(({ StepStatus }) => StepStatus === 'Failed');
      if (failed) return failed;
      token = NextToken;
    } while (token !== undefined);
    return undefined;
  }

  async stop(pipelineExecutionId: string): Promise<void> {
    try {
      await this.#client.send(
        new StopPipelineExecutionCommand({ PipelineExecutionArn: pipelineExecutionId }),
      );
    } catch (error) {
      // SageMaker refuses to stop what has ended, under names that differ by how it ended: ask instead of guessing.
      const state = await this.describe(pipelineExecutionId);
      if (state.status === 'Executing') throw portError(error, 'stopping a pipeline execution');
    }
  }

  #uri(key: string): string {
    const prefix = this.#place.prefix ? `${this.#place.prefix}/` : '';
    return `s3://${bucketOfObject(this.#place.bucket, key)}/${prefix}${key}`;
  }
}

/** SageMaker wants 32 to 128 characters; the same execution gives the same token, so it starts one pipeline execution. */
const requestTokenOf = (executionName: string): string =>
  createHash('sha256').update(executionName).digest('hex');

const schema = z.object({
  TRAINING_PIPELINE_NAME: z.string().check(z.minLength(1)),
  OBJECTS_BUCKET: z.string().check(z.minLength(3)),
  OBJECTS_PREFIX: z.optional(z.string()),
});

/** @throws InvalidInputError that names a missing variable. */
export function sagemakerPipelineRunner(environment: Environment): PipelineRunner {
  const { TRAINING_PIPELINE_NAME, OBJECTS_BUCKET, OBJECTS_PREFIX } = parseEnvironment(
    schema,
    environment,
    'the pipeline runner',
  );
  return new SageMakerPipelineRunner(new SageMakerClient(clientSettings()), {
    pipelineName: TRAINING_PIPELINE_NAME,
    bucket: OBJECTS_BUCKET,
    ...(OBJECTS_PREFIX !== undefined && { prefix: OBJECTS_PREFIX }),
  });
}

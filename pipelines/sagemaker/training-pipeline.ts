import { belowGateStep } from '../../domain/retraining/pipeline-parameters.ts';
import { hasOwnDisks } from '../../domain/training/machines.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { JobPlace } from './build/common.ts';
import { conditionStep, failStep } from './build/other-steps.ts';
import { processingStep } from './build/processing.ts';
import { trainingStep, tuningStep, type ModelStep, type TuningOptions } from './build/training.ts';
import { registerVersion, type Registration } from './register-version.ts';
import type { PipelineDefinition } from './definition.ts';
import { gateConditions, gateReason } from './gate.ts';
import {
  below,
  given,
  inOutput,
  loopParameters,
  operatorParameterNames as operator,
  textParameter,
} from './parameters.ts';
import { execution as executionVariable, join, parameter, type Text } from './value.ts';

/** Where a training pipeline runs and what it is made of, for one environment and use case. */
export interface TrainingPlace extends Registration {
  readonly job: JobPlace;
  readonly trainingImage: string;
  /** Image of the Node programs. */
  readonly platformImage: string;
  /** S3 prefix that holds `usecase.json` (specificationOf), named by its hash so that another one is another input. */
  readonly specificationUri: string;
  /** S3 prefix of the photographs, where the use case's question is asked of photographs. */
  readonly imagesUri?: string;
  readonly artifactsBucket: string;
  readonly processing: { readonly instanceType: string; readonly volumeGiB: number };
  readonly training: {
    readonly instanceType: string;
    readonly volumeGiB: number;
    readonly maxRuntimeSeconds: number;
    /** On-demand machines without it. */
    readonly spotMaxWaitSeconds?: number;
  };
  /** A search over hyperparameters in the place of one training. */
  readonly tuning?: Pick<TuningOptions, 'objective' | 'ranges' | 'jobs'>;
  /** A tracking server that trainings tell their figures too; it must be reached from where they run. */
  readonly mlflowTrackingUri?: string;
  /** Experiment in which the executions stand. */
  readonly experimentName: string;
}

type Inputs = Parameters<typeof processingStep>[0]['inputs'];

/** An hour: these steps read a table once; a longer one hangs. */
const processingSeconds = 3_600;
/** The same snapshot prepared again within a month is the same files. Nothing that depends on the traffic is cached. */
const cacheDays = 30;
const input = '/opt/ml/processing/input';
const output = '/opt/ml/processing/output';

/**
 * The use case as the programs read it (pipelines/containers/README.md).
 * @public
 */
export const specificationOf = (useCase: UseCase): string => `${JSON.stringify(useCase, null, 1)}\n`;

/** Preprocess, train (or tune), evaluate, assemble, gate, then register, or fail with the reason. */
export function trainingPipeline(useCase: UseCase, place: TrainingPlace): PipelineDefinition {
  const specification = { from: place.specificationUri, to: `${input}/specification` };
  const snapshot = { from: given.snapshotUri, to: `${input}/snapshot` };
  const photographs: Inputs = place.imagesUri
    ? { images: { from: place.imagesUri, to: `${input}/images` } }
    : {};
  // What the loop has put there: the traffic that the version is made for, the network in service.
  const execution = { from: given.outputUri, to: `${input}/execution` };
  const processing = {
    place: place.job,
    cluster: {
      instanceType: parameter(operator.processingInstanceType),
      volumeGiB: place.processing.volumeGiB,
    },
    maxRuntimeSeconds: processingSeconds,
  };
  const artifact = (name: string): Text =>
    join('/', `s3://${place.artifactsBucket}`, given.useCase, given.executionName, name);

  const preprocess = processingStep({
    ...processing,
    name: 'Preprocess',
    description: 'Cleans the snapshot and parts it into rows to learn from and rows held out',
    image: place.trainingImage,
    arguments: ['preprocess'],
    inputs: { snapshot, specification, ...photographs },
    outputs: {
      train: { from: `${output}/train`, to: artifact('train') },
      test: { from: `${output}/test`, to: artifact('test') },
      report: { from: `${output}/report`, to: artifact('report') },
    },
    environment: { SNAPSHOT_HASH: given.snapshotHash },
    cacheDays,
  });
  const train = modelStep(useCase, place, {
    train: { from: preprocess.uri('train'), contentType: 'text/csv' },
    specification: { from: place.specificationUri, contentType: 'application/json' },
    ...(place.imagesUri ? { images: { from: place.imagesUri, contentType: 'image/jpeg' } } : {}),
  });
  const model = { from: train.modelUri, to: `${input}/model` };
  const test = { from: preprocess.uri('test'), to: `${input}/test` };
  const evaluate = processingStep({
    ...processing,
    name: 'Evaluate',
    description: 'Measures the model on the held-out rows',
    image: place.trainingImage,
    arguments: ['evaluate'],
    // A network is run here alone: so is the one in service, which the gate compares it with.
    inputs: { model, test, specification, ...photographs, ...(place.imagesUri ? { execution } : {}) },
    outputs: { evaluation: { from: `${output}/evaluation`, to: inOutput('evaluation') } },
    propertyFiles: { Evaluation: { output: 'evaluation', file: 'evaluation.json' } },
  });
  const assemble = processingStep({
    ...processing,
    name: 'Assemble',
    description: 'Makes the files of the version: model, baseline of the traffic it is made for, evaluation',
    image: place.platformImage,
    arguments: ['assemble'],
    inputs: {
      model,
      test,
      snapshot,
      specification,
      execution,
      ...(place.imagesUri ? { scores: { from: evaluate.uri('evaluation'), to: `${input}/scores` } } : {}),
    },
    outputs: { version: { from: `${output}/version`, to: given.outputUri } },
    environment: { EXECUTION_NAME: given.executionName, SNAPSHOT_HASH: given.snapshotHash },
  });
  const evaluationUri = below(evaluate.uri('evaluation'), 'evaluation.json');
  const gate = conditionStep({
    name: 'Gate',
    description: 'The thresholds of the use case',
    // The files of a version that is not good enough are whole too: the registry keeps it with the reasons.
    dependsOn: ['Assemble'],
    conditions: gateConditions(useCase, (metric) => evaluate.json('Evaluation', `metrics.${metric}`)),
    then: [
      registerVersion(useCase, place, {
        modelUri: train.modelUri,
        evaluationUri,
        explanationsUri: below(evaluate.uri('evaluation'), 'explanations.json'),
        baselineUri: inOutput('baseline.json'),
        dependsOn: ['Assemble'],
      }),
    ],
    otherwise: [
      failStep({
        name: belowGateStep,
        description: 'Ends the execution with the reason',
        reason: gateReason(useCase, inOutput('evaluation/evaluation.json')),
      }),
    ],
  });

  return {
    Version: '2020-12-01',
    Metadata: { useCase: useCase.name, algorithm: useCase.model.algorithm },
    Parameters: [
      ...loopParameters(useCase),
      textParameter(operator.processingInstanceType, place.processing.instanceType),
      textParameter(operator.trainingInstanceType, place.training.instanceType),
    ],
    PipelineExperimentConfig: {
      ExperimentName: place.experimentName,
      TrialName: executionVariable('PipelineExecutionId'),
    },
    Steps: [preprocess.step, train.step, evaluate.step, assemble.step, gate],
  };
}

function modelStep(
  useCase: UseCase,
  place: TrainingPlace,
  channels: Parameters<typeof trainingStep>[0]['channels'],
): ModelStep {
  const { algorithm, hyperparameters, seed, folds } = useCase.model;
  const { training, artifactsBucket } = place;
  const tuned = Object.keys(place.tuning?.ranges ?? {});
  const fixed = Object.entries({ algorithm, seed, folds, ...hyperparameters }).filter(
    ([name]) => !tuned.includes(name),
  );
  const options = {
    description: `Trains: ${algorithm}`,
    image: place.trainingImage,
    place: place.job,
    cluster: {
      instanceType: parameter(operator.trainingInstanceType),
      volumeGiB: training.volumeGiB,
      ownDisks: hasOwnDisks(training.instanceType),
    },
    channels,
    hyperparameters: {
      ...Object.fromEntries(fixed.map(([name, value]) => [name, textOf(value)])),
      trainingParameters: given.training,
    },
    ...(place.mlflowTrackingUri === undefined
      ? {}
      : { environment: { MLFLOW_TRACKING_URI: place.mlflowTrackingUri } }),
    maxRuntimeSeconds: training.maxRuntimeSeconds,
    ...(training.spotMaxWaitSeconds === undefined
      ? {}
      : { spot: { maxWaitSeconds: training.spotMaxWaitSeconds } }),
    // One folder for each execution: a checkpoint of other data must not be picked up.
    checkpointUri: join('/', `s3://${artifactsBucket}`, given.useCase, given.executionName, 'checkpoints'),
    metrics: [...new Set(useCase.gate.thresholds.map(({ metric }) => metric))],
  };
  if (place.tuning) {
    const metrics = [...new Set([...options.metrics, place.tuning.objective.metric])];
    const { checkpointUri: _, ...withoutCheckpoints } = options;
    // The jobs of a search would overwrite each other's checkpoints.
    return tuningStep({
      ...withoutCheckpoints,
      ...place.tuning,
      metrics,
      name: 'Tune',
      outputBucket: artifactsBucket,
      outputPrefix: `${useCase.name}/tuning`,
    });
  }
  return trainingStep({
    ...options,
    name: 'Train',
    outputUri: join('/', `s3://${artifactsBucket}`, given.useCase, given.executionName, 'model'),
    cacheDays,
  });
}

/** Hyperparameters are texts; what is no scalar goes as JSON. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

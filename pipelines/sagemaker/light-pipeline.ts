import { belowGateStep } from '../../domain/retraining/pipeline-parameters.ts';
import type { MetricName, UseCase } from '../../domain/usecase/schema.ts';
import { conditionStep, failStep, lambdaStep } from './build/other-steps.ts';
import type { PipelineDefinition } from './definition.ts';
import { gateConditions, gateReason } from './gate.ts';
import { given, inOutput, loopParameters } from './parameters.ts';
import { registerVersion, type Registration } from './register-version.ts';
import { execution } from './value.ts';

export interface LightPlace extends Registration {
  /** A function that trains in itself and leaves the files of domain/training/evaluation.ts under `outputUri`. */
  readonly functionArn: string;
  readonly experimentName: string;
}

/**
 * For a model that a function trains in seconds (under `retraining.lightRowsLimit` rows): one Lambda step in the place of
 * four jobs, each of which would wait minutes for its machine. The function answers the gate's metrics.
 */
export function lightPipeline(useCase: UseCase, place: LightPlace): PipelineDefinition {
  const gated = [...new Set(useCase.gate.thresholds.map(({ metric }) => metric))];
  const outputs: Partial<Record<MetricName, 'Float'>> = Object.fromEntries(
    gated.map((metric) => [metric, 'Float']),
  );
  const train = lambdaStep<MetricName>({
    name: 'Train',
    description: `Trains in a function: ${useCase.model.algorithm}`,
    functionArn: place.functionArn,
    payload: {
      useCase: given.useCase,
      executionName: given.executionName,
      snapshotUri: given.snapshotUri,
      snapshotHash: given.snapshotHash,
      outputUri: given.outputUri,
      trainingParameters: given.training,
    },
    // Keys are the gated metrics only.
    outputs: outputs as Record<MetricName, 'Float'>,
  });
  const gate = conditionStep({
    name: 'Gate',
    description: 'The thresholds of the use case',
    conditions: gateConditions(useCase, (metric) => train.output(metric)),
    then: [
      registerVersion(useCase, place, {
        modelUri: inOutput('model.json'),
        evaluationUri: inOutput('evaluation.json'),
        baselineUri: inOutput('baseline.json'),
        dependsOn: ['Train'],
      }),
    ],
    otherwise: [
      failStep({
        name: belowGateStep,
        description: 'Ends the execution with the reason',
        reason: gateReason(useCase, inOutput('evaluation.json')),
      }),
    ],
  });
  return {
    Version: '2020-12-01',
    Metadata: {
      useCase: useCase.name,
      algorithm: useCase.model.algorithm,
      rowsBelow: useCase.retraining.lightRowsLimit,
    },
    Parameters: loopParameters(useCase),
    PipelineExperimentConfig: {
      ExperimentName: place.experimentName,
      TrialName: execution('PipelineExecutionId'),
    },
    Steps: [train.step, gate],
  };
}

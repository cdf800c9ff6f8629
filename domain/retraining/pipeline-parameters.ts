import type { TrainingRequest } from '../ports.ts';

/** Parameters of the SageMaker training pipelines; pipelines/sagemaker declares them under these names. */
export const pipelineParameterNames = {
  useCase: 'UseCase',
  executionName: 'ExecutionName',
  snapshotUri: 'SnapshotUri',
  snapshotHash: 'SnapshotHash',
  outputUri: 'OutputUri',
  training: 'TrainingParameters',
} as const;

/**
 * The step in which a training pipeline ends whose model does not meet the gate. That is an answer and no failure: whoever
 * asks how the training went is told that it succeeded, and evaluate-model then rejects the version with its reasons.
 */
export const belowGateStep = 'BelowGate';

/** @param uriOf the `s3://` address of an object key. `TrainingParameters` is JSON text: a pipeline parameter is a string. */
export function pipelineParameters(
  request: TrainingRequest,
  uriOf: (key: string) => string,
): Readonly<Record<string, string>> {
  return {
    [pipelineParameterNames.useCase]: request.useCase,
    [pipelineParameterNames.executionName]: request.executionName,
    [pipelineParameterNames.snapshotUri]: uriOf(request.snapshotKey),
    [pipelineParameterNames.snapshotHash]: request.snapshotHash,
    [pipelineParameterNames.outputUri]: uriOf(request.outputPrefix),
    [pipelineParameterNames.training]: JSON.stringify(request.parameters),
  };
}

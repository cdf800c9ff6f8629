import type { AslStates } from '../asl.ts';
import { taskState, type FunctionArn } from '../task-state.ts';

/** A round of waiting. A pipeline starts instances for minutes: asking more often would only cost state transitions. */
const roundSeconds = 60;

/** From the trigger to a trained model: is there enough to learn from, train, wait. Any error ends in PipelineFailed. */
export const trainingStates = (arn: FunctionArn): AslStates => ({
  CheckDataAvailability: taskState('CheckDataAvailability', arn, {
    next: 'EnoughData?',
    onError: 'PipelineFailed',
  }),
  'EnoughData?': {
    Type: 'Choice',
    Choices: [{ Variable: '$.data.enough', BooleanEquals: true, Next: 'StartPipeline' }],
    Default: 'InsufficientData',
  },
  StartPipeline: taskState('StartPipeline', arn, { next: 'WaitForPipeline', onError: 'PipelineFailed' }),
  WaitForPipeline: { Type: 'Wait', Seconds: roundSeconds, Next: 'CheckPipelineStatus' },
  CheckPipelineStatus: taskState('CheckPipelineStatus', arn, {
    next: 'PipelineComplete?',
    onError: 'PipelineLost',
  }),
  'PipelineComplete?': {
    Type: 'Choice',
    Comment: 'The deadline stands here: a timeout of the whole machine would skip every Catch.',
    Choices: [
      { Variable: '$.pipelineStatus.status', StringEquals: 'Succeeded', Next: 'EvaluateModel' },
      {
        Or: [
          { Variable: '$.pipelineStatus.status', StringEquals: 'Failed' },
          { Variable: '$.pipelineStatus.status', StringEquals: 'Stopped' },
        ],
        Next: 'PipelineFailed',
      },
      {
        Variable: '$.pipelineStatus.elapsedSeconds',
        NumericGreaterThanEqualsPath: '$.limits.pipelineSeconds',
        Next: 'PipelineTimedOut',
      },
    ],
    Default: 'WaitForPipeline',
  },
  StopPipeline: taskState('StopPipeline', arn, {
    next: 'ReleaseLock',
    onError: 'ReleaseLock',
    errorPath: null,
    comment: 'Nobody waits for it any more. One that cannot be stopped ends by its own limit.',
  }),
});

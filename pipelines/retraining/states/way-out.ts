import {
  failedOutcomes,
  succeededOutcomes,
  type FailedOutcome,
  type SucceededOutcome,
} from '../../../domain/retraining/outcome.ts';
import type { AslState, AslStates } from '../asl.ts';
import { taskState, type FunctionArn } from '../task-state.ts';

/** Outcomes after which a pipeline may still run. */
const stopsPipeline: readonly string[] = ['PipelineTimedOut'] satisfies FailedOutcome[];

const outcome = (name: SucceededOutcome | FailedOutcome, next: string): AslState => ({
  Type: 'Pass',
  Result: { name },
  ResultPath: '$.outcome',
  Next: next,
});

/** A state for each outcome; each then goes the one way out: release the lock, notify, end. */
export const wayOutStates = (arn: FunctionArn): AslStates => ({
  ...Object.fromEntries(
    [...succeededOutcomes, ...failedOutcomes].map((name) => [
      name,
      outcome(name, stopsPipeline.includes(name) ? 'StopPipeline' : 'ReleaseLock'),
    ]),
  ),
  // The pipeline may run on, though nobody could ask it.
  PipelineLost: outcome('PipelineFailed', 'StopPipeline'),
  ReleaseLock: taskState('ReleaseLock', arn, {
    next: 'NotifyOutcome',
    onError: 'NotifyOutcome',
    errorPath: null,
    comment: 'A lock that could not be released is released by on-execution-ended.',
  }),
  NotifyOutcome: taskState('NotifyOutcome', arn, {
    next: 'Succeeded?',
    onError: 'Succeeded?',
    errorPath: null,
    comment: 'People who could not be told are told by on-execution-ended.',
  }),
  'Succeeded?': {
    Type: 'Choice',
    Choices: [
      {
        Or: succeededOutcomes.map((name) => ({ Variable: '$.outcome.name', StringEquals: name })),
        Next: 'Success',
      },
    ],
    Default: 'Failure',
  },
  Success: { Type: 'Succeed' },
  Failure: {
    Type: 'Fail',
    Comment: 'The error is the name of the outcome.',
    ErrorPath: '$.outcome.name',
    Cause: 'The notification of this execution and its record say why.',
  },
});

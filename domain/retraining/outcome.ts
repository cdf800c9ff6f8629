import * as z from 'zod/mini';

/** How a retraining can end (row D2). The first four end the execution SUCCEEDED, the rest FAILED with this name as error. */
export const succeededOutcomes = [
  'InsufficientData',
  'GateRejected',
  'ApprovalRejected',
  'Deployed',
] as const;
export const failedOutcomes = [
  'PipelineFailed',
  'PipelineTimedOut',
  'ApprovalTimedOut',
  'DeployFailed',
  'RolledBack',
] as const;
/** Set by on-execution-ended for an execution that was stopped from outside. */
const abnormalOutcomes = ['TimedOut', 'Aborted'] as const;

export const outcomeNames = [...succeededOutcomes, ...failedOutcomes, ...abnormalOutcomes] as const;
export const outcomeNameSchema = z.enum(outcomeNames);
export type OutcomeName = z.output<typeof outcomeNameSchema>;
export type SucceededOutcome = (typeof succeededOutcomes)[number];
export type FailedOutcome = (typeof failedOutcomes)[number];

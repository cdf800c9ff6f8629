import type { AslStates } from '../asl.ts';
import { taskState, tokenState, type FunctionArn } from '../task-state.ts';

/** From a trained model to a decision about it. */
export const approvalStates = (arn: FunctionArn): AslStates => ({
  EvaluateModel: taskState('EvaluateModel', arn, { next: 'GatePassed?', onError: 'PipelineFailed' }),
  'GatePassed?': {
    Type: 'Choice',
    Choices: [{ Variable: '$.evaluation.passed', BooleanEquals: true, Next: 'ApprovalNeeded?' }],
    Default: 'GateRejected',
  },
  'ApprovalNeeded?': {
    Type: 'Choice',
    Choices: [{ Variable: '$.approval', StringEquals: 'automatic', Next: 'ApproveAutomatically' }],
    Default: 'RequestApproval',
  },
  ApproveAutomatically: {
    Type: 'Pass',
    Result: { decision: 'approved', by: 'the gate', reason: 'the use case asks for automatic approval' },
    ResultPath: '$.approvalDecision',
    Next: 'Approved?',
  },
  RequestApproval: tokenState('RequestApproval', arn, {
    next: 'Approved?',
    onTimeout: 'ApprovalTimedOut',
    onError: 'DeployFailed',
    timeoutPath: '$.limits.approvalSeconds',
    comment: 'Waits for the person who answers the token.',
  }),
  'Approved?': {
    Type: 'Choice',
    Choices: [{ Variable: '$.approvalDecision.decision', StringEquals: 'approved', Next: 'ApproveModel' }],
    Default: 'RejectModel',
  },
  ApproveModel: taskState('ApproveModel', arn, { next: 'DeployModel', onError: 'DeployFailed' }),
  RejectModel: taskState('RejectModel', arn, {
    next: 'ApprovalRejected',
    onError: 'ApprovalRejected',
    comment: 'The decision stands even where the registry cannot be written: nothing is deployed.',
  }),
});

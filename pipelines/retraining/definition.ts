import type { AslDefinition } from './asl.ts';
import { approvalStates } from './states/approval.ts';
import { deploymentStates } from './states/deployment.ts';
import { trainingStates } from './states/training.ts';
import { wayOutStates } from './states/way-out.ts';
import type { FunctionArn } from './task-state.ts';

/**
 * The retraining state machine as data: deployed by the stacks, run by the local platform, walked by the tests. Its input is
 * ExecutionInput (domain/retraining/payload.ts). Standard workflow, JSONPath, no variables, no machine-level timeout.
 */
export const retrainingDefinition = (options: { readonly functionArn: FunctionArn }): AslDefinition => ({
  Comment:
    'Retraining: data, pipeline, gate, approval, deployment with rollback; one notification on each way out',
  StartAt: 'CheckDataAvailability',
  States: {
    ...trainingStates(options.functionArn),
    ...approvalStates(options.functionArn),
    ...deploymentStates(options.functionArn),
    ...wayOutStates(options.functionArn),
  },
});

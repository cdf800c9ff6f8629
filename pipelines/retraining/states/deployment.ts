import type { AslStates } from '../asl.ts';
import { taskState, type FunctionArn } from '../task-state.ts';

/** As long as the shortest bake time that the use cases have: a healthy deployment is seen in the first or second round. */
const roundSeconds = 60;

/** From an approved version to one that serves healthily, or back to the one before. */
export const deploymentStates = (arn: FunctionArn): AslStates => ({
  DeployModel: taskState('DeployModel', arn, { next: 'WaitForDeployment', onError: 'RestoreServing' }),
  WaitForDeployment: { Type: 'Wait', Seconds: roundSeconds, Next: 'CheckDeployment' },
  CheckDeployment: taskState('CheckDeployment', arn, {
    next: 'DeploymentHealthy?',
    onError: 'RollBack',
    comment: 'A deployment whose health cannot be told is taken back.',
  }),
  'DeploymentHealthy?': {
    Type: 'Choice',
    Comment: 'The deadline stands here: a timeout of the whole machine would skip every Catch.',
    Choices: [
      { Variable: '$.deploymentStatus.status', StringEquals: 'Healthy', Next: 'Deployed' },
      { Variable: '$.deploymentStatus.status', StringEquals: 'Unhealthy', Next: 'RollBack' },
      {
        Variable: '$.deploymentStatus.elapsedSeconds',
        NumericGreaterThanEqualsPath: '$.limits.deploymentSeconds',
        Next: 'RollBack',
      },
    ],
    Default: 'WaitForDeployment',
  },
  RollBack: taskState('RollBack', arn, {
    next: 'RolledBack',
    onError: 'DeployFailed',
    comment: 'Where even this fails the outcome says so; on-execution-ended then tries once more.',
  }),
  RestoreServing: taskState('RestoreServing', arn, {
    next: 'DeployFailed',
    onError: 'DeployFailed',
    errorPath: null,
    comment: 'The error that is told stays the one that made the deployment fail.',
  }),
});

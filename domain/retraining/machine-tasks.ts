import * as z from 'zod/mini';
import { machineTask } from './machine-task.ts';
import {
  approvalDecisionSchema,
  dataResultSchema,
  deploymentResultSchema,
  deploymentStatusResultSchema,
  evaluationResultSchema,
  executionInputSchema,
  payloadSchema,
  pipelineResultSchema,
  pipelineStatusResultSchema,
  rollbackResultSchema,
} from './payload.ts';

const { executionName, useCase, trigger, generation } = executionInputSchema.shape;
/** Who acts, in which generation of the lock: every state with an effect is given these. */
const actor = { executionName, useCase, generation };
const actorPaths = {
  executionName: '$.executionName',
  useCase: '$.useCase',
  generation: '$.generation',
} as const;
const version = z.number().check(z.int(), z.positive());

/** Timeouts of the functions that a state calls, in seconds; each contract takes its own from here. */
export const functionTimeouts = {
  /** Reads the base table to check its hash. */
  'check-data-availability': 60,
  /** Reads all rows and writes the snapshot. */
  'start-pipeline': 180,
  'check-pipeline-status': 20,
  /** Scores the held-out rows twice. */
  'evaluate-model': 120,
  'request-approval': 30,
  'approve-model': 20,
  'deploy-model': 60,
  'check-deployment': 60,
  'release-lock': 20,
  'notify-outcome': 30,
} as const;

const of = <N extends keyof typeof functionTimeouts>(functionName: N) => ({
  functionName,
  functionTimeoutSeconds: functionTimeouts[functionName],
});

const pipelineRound = {
  ...of('check-pipeline-status'),
  input: z.object({
    action: z.enum(['check', 'stop']),
    pipelineExecutionId: z.string(),
    startedAt: z.string(),
  }),
  output: pipelineStatusResultSchema,
};
const pipelinePaths = {
  pipelineExecutionId: '$.pipeline.pipelineExecutionId',
  startedAt: '$.pipeline.startedAt',
} as const;

const decided = {
  ...of('approve-model'),
  input: z.object({ ...actor, version, decision: approvalDecisionSchema }),
  payload: { ...actorPaths, version: '$.evaluation.version', decision: '$.approvalDecision' },
  output: z.object({ version, status: z.enum(['Approved', 'Rejected']) }),
  resultPath: null,
} as const;

const rolledBack = {
  ...of('deploy-model'),
  input: z.object({ ...actor, action: z.literal('rollback'), version }),
  payload: { ...actorPaths, action: 'rollback', version: '$.evaluation.version' },
  output: rollbackResultSchema,
  resultPath: '$.rollback',
} as const;

/** Every Task of the machine by the name of its state. The notes of effects carry these names too. */
export const machineTasks = {
  CheckDataAvailability: machineTask({
    ...of('check-data-availability'),
    input: z.object({ executionName, useCase, trigger }),
    payload: { executionName: '$.executionName', useCase: '$.useCase', trigger: '$.trigger' },
    output: dataResultSchema,
    resultPath: '$.data',
  }),
  StartPipeline: machineTask({
    ...of('start-pipeline'),
    input: z.object({ ...actor, trigger }),
    payload: { ...actorPaths, trigger: '$.trigger' },
    output: pipelineResultSchema,
    resultPath: '$.pipeline',
  }),
  CheckPipelineStatus: machineTask({
    ...pipelineRound,
    payload: { ...pipelinePaths, action: 'check' },
    resultPath: '$.pipelineStatus',
  }),
  StopPipeline: machineTask({
    ...pipelineRound,
    payload: { ...pipelinePaths, action: 'stop' },
    resultPath: null,
  }),
  EvaluateModel: machineTask({
    ...of('evaluate-model'),
    input: z.object({ ...actor, trigger, pipeline: pipelineResultSchema }),
    payload: { ...actorPaths, trigger: '$.trigger', pipeline: '$.pipeline' },
    output: evaluationResultSchema,
    resultPath: '$.evaluation',
  }),
  RequestApproval: machineTask({
    ...of('request-approval'),
    input: z.object({
      ...actor,
      trigger,
      evaluation: evaluationResultSchema,
      approvalSeconds: z.number(),
      taskToken: z.string(),
    }),
    payload: {
      ...actorPaths,
      trigger: '$.trigger',
      evaluation: '$.evaluation',
      approvalSeconds: '$.limits.approvalSeconds',
      taskToken: '$$.Task.Token',
    },
    // What decide-approval answers the token with; the function's own result is not seen by the machine.
    output: approvalDecisionSchema,
    resultPath: '$.approvalDecision',
  }),
  ApproveModel: machineTask(decided),
  RejectModel: machineTask(decided),
  DeployModel: machineTask({
    ...of('deploy-model'),
    input: z.object({ ...actor, action: z.literal('deploy'), version }),
    payload: { ...actorPaths, action: 'deploy', version: '$.evaluation.version' },
    output: deploymentResultSchema,
    resultPath: '$.deployment',
  }),
  CheckDeployment: machineTask({
    ...of('check-deployment'),
    input: z.object({ ...actor, deployment: deploymentResultSchema }),
    payload: { ...actorPaths, deployment: '$.deployment' },
    output: deploymentStatusResultSchema,
    resultPath: '$.deploymentStatus',
  }),
  /** After an unhealthy deployment. */
  RollBack: machineTask(rolledBack),
  /** After a deployment that failed half way: what served before serves again. */
  RestoreServing: machineTask(rolledBack),
  ReleaseLock: machineTask({
    ...of('release-lock'),
    input: z.object(actor),
    payload: actorPaths,
    output: z.object({ released: z.boolean() }),
    resultPath: null,
  }),
  NotifyOutcome: machineTask({
    ...of('notify-outcome'),
    input: payloadSchema,
    payload: '$',
    output: z.object({ notified: z.boolean() }),
    resultPath: null,
  }),
};

export type MachineTaskName = keyof typeof machineTasks;

import * as z from 'zod/mini';
import { outcomeNameSchema } from './outcome.ts';
import { triggerSchema } from './trigger.ts';

/**
 * One typed payload walks through the state machine: the execution's input, to which each state adds its result under
 * its own key. Each function takes the narrowed part that it needs.
 */
const seconds = z.number().check(z.int(), z.positive());

export const executionInputSchema = z.object({
  schemaVersion: z.literal(1),
  executionName: z.string(),
  useCase: z.string(),
  trigger: triggerSchema,
  /** Of the lock: effects of an older generation are refused. */
  generation: z.number().check(z.int(), z.positive()),
  approval: z.enum(['manual', 'automatic']),
  limits: z.object({ pipelineSeconds: seconds, approvalSeconds: seconds, deploymentSeconds: seconds }),
});
export type ExecutionInput = z.output<typeof executionInputSchema>;

/*
 * Results of functions have no optional field: the machine selects each one by its path, and a path that leads nowhere
 * ends the execution at once (States.Runtime, which no Catch catches).
 */

/** check-data-availability -> `$.data` */
export const dataResultSchema = z.object({
  enough: z.boolean(),
  newRows: z.number(),
  requiredNewRows: z.number(),
  totalRows: z.number(),
  reason: z.string(),
});

/** start-pipeline -> `$.pipeline`; `startedAt` is also the cut: which rows the snapshot had seen. */
export const pipelineResultSchema = z.object({
  pipelineExecutionId: z.string(),
  startedAt: z.string(),
  snapshotKey: z.string(),
  snapshotHash: z.string(),
  rows: z.number(),
  outputPrefix: z.string(),
  /** The traffic that the new version is made for; null where it is the snapshot. */
  trafficKey: z.nullable(z.string()),
});
/** check-pipeline-status -> `$.pipelineStatus`, overwritten at each round */
export const pipelineStatusResultSchema = z.object({
  status: z.enum(['Executing', 'Succeeded', 'Failed', 'Stopped']),
  elapsedSeconds: z.number(),
  failureReason: z.nullable(z.string()),
});

const metricsSchema = z.record(z.string(), z.number());

/** evaluate-model -> `$.evaluation` */
export const evaluationResultSchema = z.object({
  passed: z.boolean(),
  /** The registry version that was written, rejected ones too. */
  version: z.number(),
  championVersion: z.nullable(z.number()),
  reasons: z.array(z.string()),
  metrics: metricsSchema,
  championMetrics: z.nullable(metricsSchema),
});

/** The decision that succeeds the approval task's token, or what the machine puts there when approval is automatic -> `$.approvalDecision` */
export const approvalDecisionSchema = z.object({
  decision: z.enum(['approved', 'rejected']),
  by: z.string(),
  at: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type ApprovalDecision = z.output<typeof approvalDecisionSchema>;

/** deploy-model -> `$.deployment`; check-deployment overwrites `$.deploymentStatus` at each round */
export const deploymentResultSchema = z.object({
  deploymentId: z.string(),
  startedAt: z.string(),
  version: z.number(),
  previousVersion: z.nullable(z.number()),
});
export const deploymentStatusResultSchema = z.object({
  status: z.enum(['InProgress', 'Healthy', 'Unhealthy']),
  elapsedSeconds: z.number(),
  reason: z.nullable(z.string()),
});
/** deploy-model with `action: "rollback"` -> `$.rollback` */
export const rollbackResultSchema = z.object({ restoredVersion: z.nullable(z.number()) });

/** Set by the Pass state of each way out -> `$.outcome` */
const outcomeSchema = z.object({
  name: outcomeNameSchema,
  error: z.optional(z.object({ Error: z.string(), Cause: z.optional(z.string()) })),
});

/** What notify-outcome and release-lock may look at: everything that has happened so far. */
export const payloadSchema = z.extend(executionInputSchema, {
  data: z.optional(dataResultSchema),
  pipeline: z.optional(pipelineResultSchema),
  pipelineStatus: z.optional(pipelineStatusResultSchema),
  evaluation: z.optional(evaluationResultSchema),
  approvalDecision: z.optional(approvalDecisionSchema),
  deployment: z.optional(deploymentResultSchema),
  deploymentStatus: z.optional(deploymentStatusResultSchema),
  rollback: z.optional(rollbackResultSchema),
  outcome: z.optional(outcomeSchema),
  error: z.optional(z.object({ Error: z.string(), Cause: z.optional(z.string()) })),
});
export type RetrainingPayload = z.output<typeof payloadSchema>;

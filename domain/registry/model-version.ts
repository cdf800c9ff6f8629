import * as z from 'zod/mini';
import { triggerSchema } from '../retraining/trigger-schema.ts';

export const modelStatuses = [
  /** The gate said no; kept for the record. */
  'Rejected',
  'PendingManualApproval',
  'Approved',
  /** Being deployed or baking. */
  'Deploying',
  'InService',
  /** Served before, replaced by a newer version. */
  'Archived',
  /** Was deployed and taken back. */
  'RolledBack',
] as const;
const modelStatusSchema = z.enum(modelStatuses);
export type ModelStatus = z.output<typeof modelStatusSchema>;

/** What may follow what. A rollback puts an archived version back into service. */
export const allowedTransitions: Readonly<Record<ModelStatus, readonly ModelStatus[]>> = {
  Rejected: [],
  PendingManualApproval: ['Approved', 'Rejected'],
  Approved: ['Deploying', 'Rejected'],
  Deploying: ['InService', 'RolledBack'],
  InService: ['Archived', 'RolledBack'],
  Archived: ['Deploying', 'InService'],
  RolledBack: ['Deploying'],
};

/** One version of a use case's model, with everything that made it. */
export const modelVersionSchema = z.object({
  useCase: z.string(),
  version: z.number().check(z.int(), z.positive()),
  status: modelStatusSchema,
  createdAt: z.string(),
  executionName: z.string(),
  trigger: triggerSchema,
  modelKey: z.string(),
  modelHash: z.string(),
  evaluationKey: z.string(),
  /** The held-out rows that it was judged on: a deployment's probes are among them. */
  holdoutKey: z.optional(z.string()),
  /** Baseline of the traffic that this version was made for. */
  baselineKey: z.string(),
  baselineHash: z.string(),
  /** That traffic itself (CSV of features), where it is not the snapshot. */
  trafficKey: z.optional(z.string()),
  snapshotKey: z.string(),
  snapshotHash: z.string(),
  /** When the snapshot was taken: rows whose outcome became known later are new to this version. */
  snapshotAt: z.optional(z.string()),
  rows: z.number(),
  codeVersion: z.string(),
  metrics: z.record(z.string(), z.number()),
  championVersion: z.nullable(z.number()),
  championMetrics: z.nullable(z.record(z.string(), z.number())),
  gateReasons: z.array(z.string()),
  approval: z.optional(
    z.object({
      decision: z.enum(['approved', 'rejected']),
      by: z.string(),
      at: z.string(),
      reason: z.optional(z.string()),
    }),
  ),
  inServiceSince: z.optional(z.string()),
});
export type ModelVersion = z.output<typeof modelVersionSchema>;

import * as z from 'zod/mini';

/** Below an execution's prefix in the object store. */
export const executionPrefix = (executionName: string): string => `executions/${executionName}/`;
export const planKey = (executionName: string): string => `${executionPrefix(executionName)}training.json`;
export const trafficKeyOf = (executionName: string): string => `${executionPrefix(executionName)}traffic.csv`;
/** The same rows, whoever trains on them, are kept once. */
export const snapshotKeyOf = (useCase: string, hash: string): string => `snapshots/${useCase}/${hash}.csv`;

/**
 * What an execution trains on, written once before the training is started: a state that is delivered again takes it from
 * here, and does not see the rows that came meanwhile.
 */
export const trainingPlanSchema = z.object({
  schemaVersion: z.literal(1),
  useCase: z.string(),
  executionName: z.string(),
  /** Rows whose outcome was known at this time. */
  cutAt: z.string(),
  snapshotKey: z.string(),
  snapshotHash: z.string(),
  rows: z.number(),
  /** The traffic that the version is made for, where it is not the snapshot. */
  trafficKey: z.optional(z.string()),
  trafficFrom: z.optional(z.string()),
});
export type TrainingPlan = z.output<typeof trainingPlanSchema>;

import * as z from 'zod/mini';

/** A number with what it was before: shown side by side in a message. */
const metricChange = z.object({
  name: z.string(),
  before: z.nullable(z.number()),
  after: z.nullable(z.number()),
});

/** What people are told. Holds ids and figures of models, never a patient's id or values. */
export const notificationSchema = z.object({
  /** The same in every copy of one message: receivers dedupe by it. */
  key: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  topic: z.enum(['retraining', 'approval', 'drift', 'model-quality', 'prediction', 'dataset', 'operations']),
  useCase: z.string(),
  /** One line: what happened. */
  title: z.string(),
  /** Why, in words. */
  reasons: z.array(z.string()),
  facts: z.optional(z.record(z.string(), z.string())),
  metrics: z.optional(z.array(metricChange)),
  /** Path below the console's address, for example `/executions/abc`. */
  link: z.optional(z.string()),
  at: z.string(),
});

export type Notification = z.output<typeof notificationSchema>;

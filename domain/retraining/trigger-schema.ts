import * as z from 'zod/mini';

const triggerReasons = ['schedule', 'drift', 'model-quality', 'dataset', 'manual', 'first-version'] as const;

/**
 * Why somebody or something wants a retraining. `cause` identifies the cause: the drift window, the schedule's tick, the
 * Idempotency-Key of a POST. The same cause, however often delivered, makes one execution.
 */
export const triggerSchema = z.object({
  useCase: z.string().check(z.minLength(1)),
  reason: z.enum(triggerReasons),
  cause: z.string().check(z.minLength(1), z.maxLength(200)),
  requestedAt: z.string(),
  requestedBy: z.optional(z.string()),
  /** In words, for people. */
  explanation: z.optional(z.string().check(z.maxLength(500))),
  /** Object key of the drift report behind it. */
  driftReportKey: z.optional(z.string()),
});

export type Trigger = z.output<typeof triggerSchema>;

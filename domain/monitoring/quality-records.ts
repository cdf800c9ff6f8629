import * as z from 'zod/mini';
import { platformEventSchema } from '../events/platform-event.ts';
import { raisedSchema } from './raised.ts';

/** How far the quality of a use case's live version has been judged (keys.monitor). */
export const qualityStateSchema = z.object({
  useCase: z.string(),
  modelVersion: z.number(),
  since: z.string(),
  /** Place in the index of confirmed predictions of the last one that was judged. */
  cursor: z.string(),
  raised: z.nullable(raisedSchema),
  /** An event that is noted and perhaps not sent yet: whoever comes next sends it first. */
  unsent: z.nullable(platformEventSchema),
});
export type QualityState = z.output<typeof qualityStateSchema>;

/** What confirmed diagnoses say of a version in one window (keys.quality). */
export const qualityRecordSchema = z.object({
  useCase: z.string(),
  windowId: z.string(),
  modelVersion: z.number(),
  /** Times of the first and last confirmation. */
  from: z.string(),
  to: z.string(),
  judgedAt: z.string(),
  labels: z.number(),
  positives: z.number(),
  /** accuracy, precision, recall, specificity, f1, rocAuc, brier, logLoss, calibrationError; null where undefined. */
  metrics: z.record(z.string(), z.nullable(z.number())),
  confusion: z.object({
    truePositives: z.number(),
    falsePositives: z.number(),
    trueNegatives: z.number(),
    falseNegatives: z.number(),
  }),
  /** As registered with the version. */
  registered: z.record(z.string(), z.number()),
  /** Percentage points of accuracy under the registered one; below 0 where it is better. */
  dropPoints: z.number(),
  degraded: z.boolean(),
  /** An event was sent for it, that is, it began the episode. */
  raised: z.boolean(),
});
export type QualityRecord = z.output<typeof qualityRecordSchema>;

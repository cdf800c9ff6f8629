import * as z from 'zod/mini';
import { platformEventSchema } from '../events/platform-event.ts';
import { raisedSchema } from './raised.ts';

/** Where a window's files lie. */
export const driftFiles = {
  report: (useCase: string, windowId: string): string => `monitoring/${useCase}/drift/${windowId}.json`,
  page: (useCase: string, windowId: string): string => `monitoring/${useCase}/drift/${windowId}.html`,
  /** What the next window needs to know of this one. */
  window: (useCase: string, windowId: string): string =>
    `monitoring/${useCase}/drift/${windowId}.window.json`,
} as const;

/** How far the drift of a use case has been watched (keys.monitor). Begins anew with each version in service. */
export const driftStateSchema = z.object({
  useCase: z.string(),
  modelVersion: z.number(),
  /** Since when the version is in service. */
  since: z.string(),
  /** Id of the last prediction that was judged. */
  cursor: z.string(),
  /** Object key of the last window, and what was flagged in it. */
  previousKey: z.string(),
  flagged: z.array(z.string()),
  raised: z.nullable(raisedSchema),
  /** An event that is noted and perhaps not sent yet: whoever comes next sends it first. */
  unsent: z.nullable(platformEventSchema),
});
export type DriftState = z.output<typeof driftStateSchema>;

/** One judged window (keys.driftReport): the report in short; the whole lies at `reportKey`. */
export const driftRecordSchema = z.object({
  useCase: z.string(),
  windowId: z.string(),
  modelVersion: z.number(),
  from: z.string(),
  to: z.string(),
  rows: z.number(),
  judgedAt: z.string(),
  drifted: z.boolean(),
  /** Confirmed by this window: worth a retraining. */
  event: z.boolean(),
  /** An event was sent for it, that is, it began the episode. */
  raised: z.boolean(),
  features: z.array(z.string()),
  psiMax: z.number(),
  sentence: z.string(),
  reportKey: z.string(),
  pageKey: z.string(),
});
export type DriftRecord = z.output<typeof driftRecordSchema>;

import * as z from 'zod/mini';
import { driftRuleSchema } from './rule.ts';

const windowSpan = z.object({ id: z.string(), from: z.string(), to: z.string() });
const beforeNow = z.object({ before: z.nullable(z.number()), now: z.nullable(z.number()) });
const share = z.number().check(z.minimum(0), z.maximum(1));

const numericDistribution = z.object({
  kind: z.literal('numeric'),
  /** One more than shares; the first and last bin also hold what lies beyond. */
  edges: z.array(z.number()),
  before: z.array(share),
  now: z.array(share),
});
const categoricalDistribution = z.object({
  kind: z.literal('categorical'),
  categories: z.array(z.string()),
  before: z.array(share),
  now: z.array(share),
});
const distributionSchema = z.discriminatedUnion('kind', [numericDistribution, categoricalDistribution]);
/** Coarse shares to draw: no row can be read from them. */
export type Distribution = z.output<typeof distributionSchema>;

const driftColumnSchema = z.object({
  name: z.string(),
  kind: z.enum(['numeric', 'categorical']),
  unit: z.optional(z.string()),
  /** The smallest p of any test, on this window or on this and the last one merged. */
  p: share,
  /** The smallest p of this window by itself. */
  pNow: share,
  /** Of this window over the reference's deciles, or over categories. */
  psi: z.number(),
  ks: z.optional(z.object({ d: z.number(), p: share })),
  kuiper: z.optional(z.object({ v: z.number(), p: share })),
  chiSquare: z.optional(z.object({ statistic: z.number(), degreesOfFreedom: z.number(), p: share })),
  /** Distance, base 2: 0 to 1. */
  jensenShannon: z.number(),
  /** In the column's unit. */
  wasserstein: z.optional(z.number()),
  missingRate: z.object({ before: share, now: share, p: share }),
  /** Categories that the reference has not seen; at most 20. */
  newCategories: z.array(z.string()),
  /** Null where there is no value. */
  mean: z.optional(beforeNow),
  median: z.optional(beforeNow),
  sd: z.optional(beforeNow),
  /** Change of the mean in standard deviations of the reference; absent where those are 0 or unknown. */
  shiftInSd: z.optional(z.number()),
  flagged: z.boolean(),
  confirmed: z.boolean(),
  /** What moved: the distribution of the values, the missing rate, or both. */
  reasons: z.array(z.enum(['distribution', 'missing'])),
  /** The first window of the run of windows in which it was flagged. */
  since: z.optional(windowSpan),
  distribution: z.optional(distributionSchema),
});
export type DriftColumn = z.output<typeof driftColumnSchema>;

const correlationSchema = z.object({
  flagged: z.boolean(),
  confirmed: z.boolean(),
  p: share,
  pNow: share,
  /**
   * The column that no longer goes with the others; absent where nothing is flagged or the flagged columns explain
   * it. `partner` is the column with which it changed most, `before` and `now` their correlation (of the asinh
   * scores).
   */
  movedColumn: z.optional(z.string()),
  partner: z.optional(z.string()),
  before: z.optional(z.number()),
  now: z.optional(z.number()),
  since: z.optional(windowSpan),
});
export type CorrelationReport = z.output<typeof correlationSchema>;

/** What drift has to say about one window. Plain JSON; holds no row. */
export const driftReportSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('drift-report'),
  useCase: z.optional(z.string()),
  baseline: z.object({
    createdAt: z.string(),
    source: z.string(),
    rows: z.number(),
    /** Of the baseline's file, and the model version it belongs to. */
    sha256: z.optional(z.string()),
    modelVersion: z.optional(z.string()),
  }),
  window: z.object({ ...windowSpan.shape, rows: z.number() }),
  previousWindow: z.optional(z.object({ ...windowSpan.shape, rows: z.number() })),
  rule: driftRuleSchema,
  /** The p at which a test flags: the false-alarm rate shared out among the tests. */
  flagP: z.number(),
  /**
   * The smallest shift of one feature's mean, in standard deviations, that 9 of 10 windows of this size would flag at
   * once.
   */
  detectableShiftInSd: z.nullable(z.number()),
  /** In the baseline's order. */
  columns: z.array(driftColumnSchema),
  /** Absent where the baseline has too few numeric columns or rows. */
  correlation: z.optional(correlationSchema),
  flaggedColumns: z.array(z.string()),
  /** Something is flagged in this window. */
  drifted: z.boolean(),
  /** Something flagged in the last window is confirmed by this one: worth a retraining. */
  event: z.boolean(),
  psiMax: z.number(),
  sentence: z.string(),
});
export type DriftReport = z.output<typeof driftReportSchema>;

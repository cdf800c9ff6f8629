import * as z from 'zod/mini';

export const predictionStatuses = ['Pending Validation', 'Confirmed', 'Corrected'] as const;

/** A captured prediction. Features lie by name; the patient only as a pseudonym. */
export const predictionSchema = z.object({
  id: z.string(),
  useCase: z.string(),
  createdAt: z.string(),
  modelVersion: z.number(),
  features: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  prediction: z.union([z.literal(0), z.literal(1)]),
  label: z.string(),
  probability: z.number(),
  confidence: z.number(),
  status: z.enum(predictionStatuses),
  patient: z.optional(z.string()),
  /** Object key of the photograph that it was asked of. */
  photograph: z.optional(z.string()),
  /** Set when a clinician confirms: what it really was. */
  diagnosis: z.optional(z.union([z.literal(0), z.literal(1)])),
  confirmedAt: z.optional(z.string()),
  confirmedBy: z.optional(z.string()),
});
export type Prediction = z.output<typeof predictionSchema>;

/** Answer of POST /predict (row A4). */
export const predictResponseSchema = z.object({
  id: z.string(),
  useCase: z.string(),
  prediction: z.union([z.literal(0), z.literal(1)]),
  label: z.string(),
  /** P(positive class). */
  probability: z.number(),
  /** Probability of the predicted class. */
  confidence: z.number(),
  /** Shapley values in log-odds, largest first; with `base` they add up to the log-odds. */
  base: z.number(),
  contributions: z.array(z.object({ feature: z.string(), contribution: z.number() })),
  /** Of a photograph: how likely each diagnosis is, the likeliest first. Its contributions are empty. */
  classes: z.optional(z.array(z.object({ class: z.string(), probability: z.number() }))),
  modelMetadata: z.object({
    version: z.number(),
    accuracy: z.number(),
    rocAuc: z.number(),
    trainedAt: z.string(),
    targetNames: z.tuple([z.string(), z.string()]),
  }),
});
export type PredictResponse = z.output<typeof predictResponseSchema>;

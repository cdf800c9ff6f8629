import * as z from 'zod/mini';
import { csvField, cursorField, named, useCaseField } from '../fields.ts';

/** The table comes with the request (`csv`) or was uploaded before (`uploadId`): exactly one of them. */
export const inferenceRequestSchema = named(
  'InferenceRequest',
  z
    .strictObject({
      useCase: z.optional(useCaseField),
      csv: z.optional(csvField),
      uploadId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      fileName: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    })
    .check(
      z.refine((asked) => (asked.csv === undefined) !== (asked.uploadId === undefined), {
        error: 'exactly one of csv, uploadId',
      }),
    ),
);

/** A batch prediction: rows checked, each good one predicted, and how far the table is from what the model was made for. */
export const inferenceJobSchema = named(
  'InferenceJob',
  z.object({
    jobId: z.string(),
    useCase: z.string(),
    status: z.enum(['Running', 'Succeeded', 'Failed']),
    createdAt: z.string(),
    createdBy: z.string(),
    endedAt: z.nullable(z.string()),
    fileName: z.string(),
    modelVersion: z.nullable(z.number()),
    rows: z.object({ read: z.number(), predicted: z.number(), refused: z.number() }),
    /** How many rows were called positive. */
    positives: z.number(),
    /** Row (from 1 below the header), column and reason of the first hundred bad cells; no values. */
    refusals: z.array(z.object({ row: z.number(), column: z.string(), reason: z.string() })),
    /** Against the baseline of the version in service; null for fewer rows than a window needs. */
    drift: z.nullable(
      z.object({
        psiMax: z.number(),
        drifted: z.boolean(),
        features: z.array(z.string()),
        sentence: z.string(),
      }),
    ),
    /** Why it failed, in words. */
    failure: z.nullable(z.string()),
    resultsBytes: z.number(),
  }),
);
export const inferenceJobListSchema = named(
  'InferenceJobList',
  z.object({ useCase: z.string(), jobs: z.array(inferenceJobSchema), cursor: cursorField }),
);

/** An address that anybody may fetch from who has it, for some minutes. */
export const downloadSchema = named(
  'Download',
  z.object({ url: z.string(), fileName: z.string(), bytes: z.number(), expiresAt: z.string() }),
);

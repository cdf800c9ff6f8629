import * as z from 'zod/mini';
import { ingestedDatasetSchema } from '../../dataset/ingested.ts';
import { csvField, cursorField, datasetIdText, named, useCaseField } from '../fields.ts';

/** 64 MiB: what one function holds. */
export const maximumUploadBytes = 64 * 1024 * 1024;

export const uploadRequestSchema = named(
  'UploadRequest',
  z.strictObject({
    useCase: z.optional(useCaseField),
    /** A table to learn from, or one to predict. */
    purpose: z._default(z.optional(z.enum(['dataset', 'inference'])), 'dataset'),
    fileName: z.string().check(z.minLength(1), z.maxLength(200)),
    bytes: z.number().check(z.int(), z.positive(), z.maximum(maximumUploadBytes)),
  }),
);
/** Where to PUT the file, with exactly these headers, until then. */
export const uploadSchema = named(
  'Upload',
  z.object({
    uploadId: z.string(),
    url: z.string(),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.string(),
    maximumBytes: z.number(),
  }),
);
export const completeUploadRequestSchema = named(
  'CompleteUploadRequest',
  z.strictObject({ useCase: z.optional(useCaseField), datasetId: datasetIdText }),
);

export const ingestRequestSchema = named(
  'IngestRequest',
  z.strictObject({ useCase: z.optional(useCaseField), datasetId: datasetIdText, csv: csvField }),
);
export const datasetSchema = named('Dataset', ingestedDatasetSchema);
/** `repeated`: the same content was ingested before, nothing changed. */
export const ingestedSchema = named(
  'IngestedDataset',
  z.extend(ingestedDatasetSchema, { repeated: z.boolean() }),
);
export const datasetListSchema = named(
  'DatasetList',
  z.object({ useCase: z.string(), datasets: z.array(datasetSchema), cursor: cursorField }),
);
/** The validation report: each bad cell (the first thousand) by file, row and column; no values. */
export const datasetDetailSchema = named(
  'DatasetDetail',
  z.extend(ingestedDatasetSchema, {
    problems: z.array(
      z.object({ file: z.string(), row: z.number(), column: z.string(), reason: z.string() }),
    ),
  }),
);

const share = z.number();
/** Shares of each bin or category: in the baseline of the version in service, and in the dataset. */
export const distributionSchema = named(
  'Distribution',
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('numeric'),
      edges: z.array(z.number()),
      before: z.array(share),
      now: z.array(share),
    }),
    z.object({
      kind: z.literal('categorical'),
      categories: z.array(z.string()),
      before: z.array(share),
      now: z.array(share),
    }),
  ]),
);
/** What a dataset looks like, without identifiers: first rows of features and target, and each column against the baseline. */
export const datasetPreviewSchema = named(
  'DatasetPreview',
  z.object({
    useCase: z.string(),
    datasetId: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    distributions: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['numeric', 'categorical']),
        unit: z.optional(z.string()),
        psi: z.number(),
        missingRate: z.number(),
        distribution: z.optional(distributionSchema),
      }),
    ),
  }),
);

import * as z from 'zod/mini';

/** Where the files of an ingested dataset lie. Identifiers in all of them are pseudonyms. */
export const datasetFiles = {
  manifest: (useCase: string, datasetId: string): string => `raw/${useCase}/${datasetId}/manifest.json`,
  /** Identifier columns (pseudonyms), features, subgroup columns, target: read it with readSnapshot. */
  accepted: (useCase: string, datasetId: string): string => `datasets/${useCase}/${datasetId}.csv`,
  /** The rows that are left after an erasure: another file, so that the record's key and hash always fit together. */
  acceptedAfterErasure: (useCase: string, datasetId: string, csvHash: string): string =>
    `datasets/${useCase}/${datasetId}/${csvHash.slice(0, 16)}.csv`,
  /** Row, column and reason of each bad cell; no values. */
  quarantine: (useCase: string, datasetId: string): string => `quarantine/${useCase}/${datasetId}.json`,
  /** The bad rows themselves, for those who repair them. */
  quarantinedRows: (useCase: string, datasetId: string): string => `restricted/${useCase}/${datasetId}.csv`,
} as const;

const count = z.number().check(z.int(), z.nonnegative());

/** The record of a dataset that was announced by its manifest (keys.dataset). */
export const ingestedDatasetSchema = z.object({
  useCase: z.string(),
  datasetId: z.string(),
  status: z.enum(['Accepted', 'Rejected']),
  /** SHA-256 over the hashes of its files: the same content is ingested once. */
  contentHash: z.string(),
  createdBy: z.string(),
  ingestedAt: z.string(),
  /** Where the accepted rows are, and their SHA-256; absent where none was accepted. */
  csvKey: z.optional(z.string()),
  csvHash: z.optional(z.string()),
  rows: z.object({ read: count, accepted: count, quarantined: count }),
  /** In sentences, the most important first; no values. */
  report: z.array(z.string()),
});
export type IngestedDataset = z.output<typeof ingestedDatasetSchema>;

import * as z from 'zod/mini';
import type { RecordStore } from '../ports.ts';
import { partitions } from '../records/keys.ts';
import { parseRecord } from '../records/typed.ts';

/**
 * A version in SageMaker's own registry, as it was last announced: what the registry of the platform, the console and an
 * audit can read without a call of SageMaker. `executionName` ties it to the platform's version.
 */
export const modelPackageSchema = z.object({
  useCase: z.string(),
  packageVersion: z.number(),
  arn: z.string(),
  status: z.string(),
  approvalStatus: z.string(),
  approvalDescription: z.nullable(z.string()),
  executionName: z.nullable(z.string()),
  snapshotHash: z.nullable(z.string()),
  /** When SageMaker announced it: an older announcement that comes later changes nothing. */
  announcedAt: z.string(),
});
export type ModelPackage = z.output<typeof modelPackageSchema>;

/** The newest first; at most 100. */
export async function listModelPackages(
  records: RecordStore,
  useCase: string,
): Promise<readonly ModelPackage[]> {
  const { records: found } = await records.query({
    pk: partitions.modelPackages(useCase),
    order: 'descending',
  });
  return found.map((record) => parseRecord(record, modelPackageSchema));
}

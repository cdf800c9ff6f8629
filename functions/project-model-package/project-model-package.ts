import * as z from 'zod/mini';
import type { RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import { modelPackageSchema, type ModelPackage } from '../../domain/registry/model-package.ts';
import { parseWith } from '../../domain/validation/parse.ts';

export interface ProjectionPorts {
  readonly records: RecordStore;
  /** The use case of a group in SageMaker's registry; undefined for somebody else's. */
  readonly useCaseOf: (group: string) => string | undefined;
}

const text = z.optional(z.nullable(z.string()));
const announcedSchema = z.object({
  'detail-type': z.literal('SageMaker Model Package State Change'),
  time: z.string(),
  detail: z.object({
    ModelPackageGroupName: text,
    ModelPackageArn: z.string(),
    ModelPackageVersion: z.optional(z.nullable(z.number())),
    ModelPackageStatus: text,
    ModelApprovalStatus: text,
    ApprovalDescription: text,
    CustomerMetadataProperties: z.optional(z.nullable(z.record(z.string(), z.string()))),
  }),
});

/**
 * Keeps the newest announcement of each version: EventBridge delivers twice, and in any order.
 * @throws InvalidInputError where the event is none of SageMaker's registry; ConditionFailedError where another delivery wrote at
 * the same moment: it is delivered again.
 */
export async function projectModelPackage(
  { records, useCaseOf }: ProjectionPorts,
  event: unknown,
): Promise<void> {
  const { time, detail } = parseWith(announcedSchema, event, 'event');
  const useCase = useCaseOf(detail.ModelPackageGroupName ?? '');
  const packageVersion = detail.ModelPackageVersion ?? undefined;
  // A package outside a group has no version, and none of ours is.
  if (useCase === undefined || packageVersion === undefined) return;
  const key = keys.modelPackage(useCase, packageVersion);
  const before = await readRecord(records, key, modelPackageSchema);
  if (before && before.data.announcedAt >= time) return;
  const { ExecutionName, SnapshotHash } = detail.CustomerMetadataProperties ?? {};
  const projected: ModelPackage = {
    useCase,
    packageVersion,
    arn: detail.ModelPackageArn,
    status: detail.ModelPackageStatus ?? 'Unknown',
    approvalStatus: detail.ModelApprovalStatus ?? 'PendingManualApproval',
    approvalDescription: detail.ApprovalDescription ?? null,
    // An update tells only what it changed.
    executionName: ExecutionName ?? before?.data.executionName ?? null,
    snapshotHash: SnapshotHash ?? before?.data.snapshotHash ?? null,
    announcedAt: time,
  };
  await records.write([
    {
      op: 'put',
      record: { ...key, data: toJson(projected) },
      condition: before ? { version: before.version } : 'absent',
    },
  ]);
}

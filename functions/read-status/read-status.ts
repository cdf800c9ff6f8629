import { driftRecordSchema, type DriftRecord } from '../../domain/monitoring/drift-records.ts';
import { qualityRecordSchema, type QualityRecord } from '../../domain/monitoring/quality-records.ts';
import type { IndexName, RecordStore } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord } from '../../domain/records/typed.ts';
import { executionRecordSchema, type ExecutionRecord } from '../../domain/registry/execution.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { servingStateSchema, type ServingState } from '../../domain/serving/serving-state.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readSwitch, type UseCaseSwitch } from '../../domain/usecase/switch.ts';

/** Counting stops here: more is "at least". */
const countAtMost = 1_000;

interface Counted {
  readonly count: number;
  /** There are more than that. */
  readonly more: boolean;
}

export interface UseCaseStatus {
  readonly useCase: string;
  readonly title: string;
  readonly paused: boolean;
  /** Who set the switch last, when and why; null where nobody ever did. */
  readonly switch: Pick<UseCaseSwitch, 'by' | 'at' | 'reason'> | null;
  readonly live: (Pick<ModelVersion, 'version' | 'metrics'> & { readonly since: string }) | null;
  readonly deployment: ServingState['deployment'];
  readonly drift: DriftRecord | null;
  readonly quality: QualityRecord | null;
  /** The retraining that runs or waits for approval. */
  readonly running: ExecutionRecord | null;
  readonly lastExecution: ExecutionRecord | null;
  readonly counts: { readonly pendingPredictions: Counted; readonly confirmedPredictions: Counted };
}

/** What one sees of a use case at a glance. */
export async function readStatus(records: RecordStore, useCase: UseCase): Promise<UseCaseStatus> {
  const { name, title } = useCase;
  const [set, serving, drift, quality, execution, pending, confirmed] = await Promise.all([
    readSwitch(records, name),
    readRecord(records, keys.serving(name), servingStateSchema),
    latest(records, partitions.driftReports(name)),
    latest(records, partitions.quality(name)),
    latest(records, partitions.executions(name), 'byStatus'),
    counted(records, partitions.pendingPredictions(name)),
    counted(records, partitions.confirmedPredictions(name)),
  ]);
  const lastExecution = execution ? parseRecord(execution, executionRecordSchema) : null;
  return {
    useCase: name,
    title,
    paused: set?.data.paused ?? false,
    switch: set ? { by: set.data.by, at: set.data.at, reason: set.data.reason } : null,
    live: await liveOf(records, name, serving?.data.live ?? null),
    deployment: serving?.data.deployment ?? null,
    drift: drift ? parseRecord(drift, driftRecordSchema) : null,
    quality: quality ? parseRecord(quality, qualityRecordSchema) : null,
    // One at a time: where one runs it is the latest.
    running: lastExecution?.status === 'Running' ? lastExecution : null,
    lastExecution,
    counts: { pendingPredictions: pending, confirmedPredictions: confirmed },
  };
}

async function liveOf(
  records: RecordStore,
  useCase: string,
  live: ServingState['live'],
): Promise<UseCaseStatus['live']> {
  if (!live) return null;
  const registered = await getVersion(records, useCase, live.version);
  return { version: live.version, since: live.since, metrics: registered?.data.metrics ?? {} };
}

async function latest(records: RecordStore, pk: string, index?: IndexName) {
  const query = { pk, order: 'descending', limit: 1, ...(index ? { index } : {}) } as const;
  return (await records.query(query)).records[0];
}

async function counted(records: RecordStore, pk: string): Promise<Counted> {
  const { records: found, cursor } = await records.query({ pk, index: 'byStatus', limit: countAtMost });
  return { count: found.length, more: cursor !== undefined };
}

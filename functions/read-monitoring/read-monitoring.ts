import { parseDriftReport, type DriftReport } from '../../domain/drift/index.ts';
import { driftRecordSchema, type DriftRecord } from '../../domain/monitoring/drift-records.ts';
import { qualityRecordSchema, type QualityRecord } from '../../domain/monitoring/quality-records.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { parseRecord, readRecord } from '../../domain/records/typed.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { checkPredictionId } from '../../domain/serving/captured.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { notFound } from '../edge/problem.ts';
import type { Page } from '../edge/read.ts';

export interface ReadMonitoringPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
}

interface Listed<T> {
  readonly useCase: string;
  readonly windows: readonly T[];
  readonly cursor?: string;
}

/** Judged windows, the latest first. */
export async function readDrift(
  { records }: ReadMonitoringPorts,
  useCase: UseCase,
  page: Page,
): Promise<Listed<DriftRecord>> {
  const pk = partitions.driftReports(useCase.name);
  const { records: found, cursor } = await records.query({ pk, order: 'descending', ...page });
  const windows = found.map((record) => parseRecord(record, driftRecordSchema));
  return { useCase: useCase.name, windows, ...(cursor === undefined ? {} : { cursor }) };
}

/** What confirmed diagnoses said, the latest window first. */
export async function readQuality(
  { records }: ReadMonitoringPorts,
  useCase: UseCase,
  page: Page,
): Promise<Listed<QualityRecord>> {
  const pk = partitions.quality(useCase.name);
  const { records: found, cursor } = await records.query({ pk, order: 'descending', ...page });
  const windows = found.map((record) => parseRecord(record, qualityRecordSchema));
  return { useCase: useCase.name, windows, ...(cursor === undefined ? {} : { cursor }) };
}

/** One window with its whole report. Throws HttpProblem 404; ArtifactError where the report's file is gone. */
export async function readDriftReport(
  ports: ReadMonitoringPorts,
  useCase: UseCase,
  windowId: string,
): Promise<DriftRecord & { readonly report: DriftReport }> {
  const record = await judgedWindow(ports, useCase, windowId);
  const json: unknown = JSON.parse(await textOf(ports, record.reportKey));
  return { ...record, report: parseDriftReport(json, record.reportKey) };
}

/** The report as a page. Throws as readDriftReport does. */
export async function readDriftPage(
  ports: ReadMonitoringPorts,
  useCase: UseCase,
  windowId: string,
): Promise<string> {
  return textOf(ports, (await judgedWindow(ports, useCase, windowId)).pageKey);
}

async function judgedWindow(
  { records }: ReadMonitoringPorts,
  useCase: UseCase,
  windowId: string,
): Promise<DriftRecord> {
  // A window is named after its last prediction.
  checkPredictionId(windowId, 'windowId');
  const found = await readRecord(records, keys.driftReport(useCase.name, windowId), driftRecordSchema);
  if (found) return found.data;
  throw notFound(`${useCase.name} has no drift report of this window`, {
    field: 'windowId',
    got: 'a window that was not judged',
    expected: 'one that GET /monitoring/drift lists',
  });
}

async function textOf({ objects }: ReadMonitoringPorts, key: string): Promise<string> {
  const file = await objects.get(key);
  if (!file) throw new ArtifactError(`${key}: not in the object store; restore it from its versions`);
  return new TextDecoder().decode(file.body);
}

import { createHash } from 'node:crypto';
import { datasetAlert } from '../../domain/alerts/dataset.ts';
import { datasetFiles, ingestedDatasetSchema, type IngestedDataset } from '../../domain/dataset/ingested.ts';
import { manifestOfKey, manifestSchema } from '../../domain/dataset/manifest.ts';
import { snapshotHash } from '../../domain/dataset/snapshot.ts';
import { detailTypes, eventSource } from '../../domain/events/platform-event.ts';
import { eventIdOf } from '../../domain/monitoring/episode.ts';
import {
  ConditionFailedError,
  type Clock,
  type EventBus,
  type Ids,
  type Notifier,
  type ObjectStore,
  type Pseudonymizer,
  type RecordStore,
} from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import { cleanRows, type CleanedDataset } from './clean-rows.ts';
import { DatasetRejectedError, readFiles, readText, type DatasetRows } from './read-files.ts';

export interface IngestPorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly bus: EventBus;
  readonly notifier: Notifier;
  readonly pseudonymizer: Pseudonymizer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly useCases: UseCaseCatalog;
}

/** `repeated`: the same content was ingested before; nothing changed, and the event was sent again under its id. */
export type Ingested = IngestedDataset & { readonly repeated: boolean };

/** An accepted dataset is final: its rows may be in a model. */
export class DatasetTakenError extends Error {
  override readonly name = 'DatasetTakenError';
  constructor(datasetId: string) {
    super(
      `dataset ${datasetId} was accepted before with other content; announce the new content under a new id`,
    );
  }
}

interface Source {
  readonly useCase: UseCase;
  readonly datasetId: string;
  readonly contentHash: string;
  readonly createdBy: string;
  /** Throws DatasetRejectedError or InvalidInputError where the dataset cannot be taken. */
  readonly rows: () => Promise<DatasetRows>;
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/**
 * Ingests what a manifest announces; undefined where the key is no manifest's.
 * @throws UnknownUseCaseError, DatasetTakenError; what is wrong with the dataset itself is its record's report.
 */
export async function ingestManifest(ports: IngestPorts, key: string): Promise<Ingested | undefined> {
  const named = manifestOfKey(key);
  if (!named) return undefined;
  const useCase = ports.useCases.get(named.useCase);
  const file = await ports.objects.get(key);
  if (!file)
    throw new InvalidInputError('event', [
      { field: 'detail.object.key', got: 'a manifest that is not there', expected: 'one that was uploaded' },
    ]);
  // Of a broken manifest nothing is known but its bytes.
  const broken = (reason: string): Source => ({
    useCase,
    datasetId: named.datasetId.slice(0, 63),
    contentHash: sha256(file.body),
    createdBy: 'unknown',
    rows: () => Promise.reject(new DatasetRejectedError(reason)),
  });
  let source: Source;
  try {
    const manifest = parseWith(manifestSchema, parseJson(file.body), 'manifest');
    const fits = manifest.useCase === named.useCase && manifest.datasetId === named.datasetId;
    source = fits
      ? {
          useCase,
          datasetId: manifest.datasetId,
          contentHash: sha256(JSON.stringify(manifest.files.map((announced) => announced.sha256))),
          createdBy: manifest.createdBy,
          rows: () => readFiles(ports.objects, key.slice(0, -'manifest.json'.length), manifest.files),
        }
      : broken('the manifest names another use case or dataset than the folder that it lies in');
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    source = broken(error.message);
  }
  return ingest(ports, source);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Ingests a table that came with a request. Throws DatasetTakenError. */
export async function ingestTable(
  ports: IngestPorts,
  table: { readonly useCase: UseCase; readonly datasetId: string; readonly csv: string; readonly by: string },
): Promise<Ingested> {
  const { useCase, datasetId, csv, by } = table;
  return ingest(ports, {
    useCase,
    datasetId,
    contentHash: sha256(JSON.stringify([sha256(csv)])),
    createdBy: by,
    rows: async () => readText(csv, 'csv'),
  });
}

async function ingest(ports: IngestPorts, source: Source): Promise<Ingested> {
  const { useCase, datasetId, contentHash } = source;
  const key = keys.dataset(useCase.name, datasetId);
  const before = await readRecord(ports.records, key, ingestedDatasetSchema);
  if (before?.data.contentHash === contentHash) return tell(ports, before.data, true);
  if (before?.data.status === 'Accepted') throw new DatasetTakenError(datasetId);
  const dataset = await taken(ports, source);
  const { createdBy, status, rows } = dataset;
  const reason = `${status}: ${rows.accepted} rows accepted, ${rows.quarantined} quarantined`;
  try {
    await ports.records.write([
      {
        op: 'put',
        record: { ...key, data: toJson(dataset) },
        condition: before ? { version: before.version } : 'absent',
      },
      auditWrite(
        { useCase: useCase.name, actor: createdBy, action: 'ingest-dataset', subject: datasetId, reason },
        ports,
      ),
    ]);
  } catch (error) {
    const other =
      error instanceof ConditionFailedError && (await readRecord(ports.records, key, ingestedDatasetSchema));
    if (!other || other.data.contentHash !== contentHash) throw error;
    return tell(ports, other.data, true);
  }
  return tell(ports, dataset, false);
}

/** The dataset's record, its files written. */
async function taken(ports: IngestPorts, source: Source): Promise<IngestedDataset> {
  const { useCase, datasetId, contentHash, createdBy } = source;
  const common = {
    useCase: useCase.name,
    datasetId,
    contentHash,
    createdBy,
    ingestedAt: ports.clock.now().toISOString(),
  };
  let cleaned: CleanedDataset;
  try {
    cleaned = await cleanRows(await source.rows(), useCase, ports.pseudonymizer);
  } catch (error) {
    if (!(error instanceof DatasetRejectedError || error instanceof InvalidInputError)) throw error;
    const rows = { read: 0, accepted: 0, quarantined: 0 };
    return { ...common, status: 'Rejected', rows, report: [error.message.slice(0, 2_000)] };
  }
  const { counts, report, acceptedCsv, quarantined, quarantinedCsv } = cleaned;
  const put = (key: string, body: string, contentType: string) =>
    ports.objects.put(key, body, { contentType });
  if (quarantined.length > 0) {
    const list = { useCase: useCase.name, datasetId, cells: quarantined };
    await put(datasetFiles.quarantine(useCase.name, datasetId), JSON.stringify(list), 'application/json');
    await put(datasetFiles.quarantinedRows(useCase.name, datasetId), quarantinedCsv, 'text/csv');
  }
  const kept = { ...common, rows: counts, report: [...report] };
  if (counts.accepted === 0) return { ...kept, status: 'Rejected' };
  const csvKey = datasetFiles.accepted(useCase.name, datasetId);
  await put(csvKey, acceptedCsv, 'text/csv');
  return { ...kept, status: 'Accepted', csvKey, csvHash: snapshotHash(acceptedCsv) };
}

/** Sends event and message; a repetition sends them again, under the same id and key. */
async function tell(ports: IngestPorts, dataset: IngestedDataset, repeated: boolean): Promise<Ingested> {
  const { useCase, datasetId, contentHash, ingestedAt, rows, status } = dataset;
  await ports.bus.publish([
    {
      id: eventIdOf('dataset', useCase, datasetId, contentHash),
      time: ingestedAt,
      source: eventSource,
      detailType: detailTypes.datasetIngested,
      detail: {
        useCase,
        datasetId,
        rowsAccepted: rows.accepted,
        rowsQuarantined: rows.quarantined,
        requestedRetraining: status === 'Accepted',
      },
    },
  ]);
  await ports.notifier.notify(datasetAlert(dataset));
  return { ...dataset, repeated };
}

import { csvText } from '../../domain/dataset/csv-text.ts';
import { datasetFiles, ingestedDatasetSchema, type IngestedDataset } from '../../domain/dataset/ingested.ts';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { snapshotHash } from '../../domain/dataset/snapshot.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { eachRecord, parseRecord, toJson } from '../../domain/records/typed.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

export interface ErasedRows {
  readonly rows: number;
  /** When the oldest dataset came in that held some: snapshots since may hold them too. */
  readonly since: string | undefined;
}

/** Takes the patient's rows out of every ingested dataset, accepted and quarantined ones. Run again it finds none. */
export async function eraseDatasetRows(
  ports: { readonly records: RecordStore; readonly objects: ObjectStore },
  useCase: UseCase,
  pseudonym: string,
): Promise<ErasedRows> {
  const { records, objects } = ports;
  let rows = 0;
  let since: string | undefined;
  for await (const record of eachRecord(records, { pk: partitions.datasets(useCase.name) })) {
    const dataset = parseRecord(record, ingestedDatasetSchema);
    const badRows = datasetFiles.quarantinedRows(useCase.name, dataset.datasetId);
    const lessBad = await without(objects, badRows, useCase, pseudonym);
    if (lessBad) await objects.put(badRows, lessBad.csv, { contentType: 'text/csv' });

    const less = dataset.csvKey && (await without(objects, dataset.csvKey, useCase, pseudonym));
    if (!less) continue;
    const csvHash = snapshotHash(less.csv);
    const csvKey = datasetFiles.acceptedAfterErasure(useCase.name, dataset.datasetId, csvHash);
    await objects.put(csvKey, less.csv, { contentType: 'text/csv' });
    const accepted = dataset.rows.accepted - less.erased;
    const next: IngestedDataset = { ...dataset, csvKey, csvHash, rows: { ...dataset.rows, accepted } };
    await records.write([
      { op: 'put', record: { ...record, data: toJson(next) }, condition: { version: record.version } },
    ]);
    rows += less.erased;
    if (since === undefined || dataset.ingestedAt < since) since = dataset.ingestedAt;
  }
  await deleteReplaced(ports, useCase);
  return { rows, since };
}

/** Files that no record names any more, also those that an erasure which broke off left behind. */
async function deleteReplaced(
  { records, objects }: { readonly records: RecordStore; readonly objects: ObjectStore },
  useCase: UseCase,
): Promise<void> {
  for await (const record of eachRecord(records, { pk: partitions.datasets(useCase.name) })) {
    const { datasetId, csvKey } = parseRecord(record, ingestedDatasetSchema);
    const first = datasetFiles.accepted(useCase.name, datasetId);
    const later = await objects.list(`datasets/${useCase.name}/${datasetId}/`);
    for (const key of [first, ...later]) if (key !== csvKey) await objects.delete(key);
  }
}

/** Undefined where the file is not there or holds nothing of the patient. */
async function without(
  objects: ObjectStore,
  key: string,
  useCase: UseCase,
  pseudonym: string,
): Promise<{ readonly erased: number; readonly csv: string } | undefined> {
  const file = await objects.get(key);
  if (!file) return undefined;
  const text = new TextDecoder().decode(file.body);
  // 43 characters that stand nowhere else: most files need not be taken apart.
  if (!text.includes(pseudonym)) return undefined;
  const [header = [], ...records] = csvRecords(text);
  const ids = header.flatMap((name, i) => (useCase.data.idColumns.includes(name) ? [i] : []));
  const kept = records.filter((cells) => !ids.some((at) => cells[at] === pseudonym));
  return { erased: records.length - kept.length, csv: csvText([header, ...kept]) };
}

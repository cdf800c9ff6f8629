import { cleanTable, type CleanTable } from '../dataset/clean.ts';
import { tableFromRecords } from '../dataset/from-records.ts';
import { ingestedDatasetSchema, type IngestedDataset } from '../dataset/ingested.ts';
import { concatLabelled, type LabelledTable } from '../dataset/labelled.ts';
import { csvRecords, readSnapshot } from '../dataset/read-snapshot.ts';
import { snapshotHash } from '../dataset/snapshot.ts';
import type { ObjectStore, RecordStore } from '../ports.ts';
import { partitions } from '../records/keys.ts';
import { eachRecord, parseRecord } from '../records/typed.ts';
import { predictionSchema, type Prediction } from '../serving/prediction.ts';
import type { UseCase } from '../usecase/schema.ts';
import { ArtifactError } from './errors.ts';

/** The table that a use case begins with, and its SHA-256 beside it (hex, as `sha256sum` writes it). */
export const baseKeys = {
  data: (useCase: string): string => `base/${useCase}/data.csv`,
  hash: (useCase: string): string => `base/${useCase}/data.sha256`,
} as const;

const pageSize = 1000;

/** What was cleaned last, by use case: a retraining reads its base table at two of its states, and no two retrainings differ in it. */
const cleaned = new WeakMap<UseCase, { readonly hash: string; readonly table: CleanTable }>();

interface Stores {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
}

/**
 * The base table, cleaned; rows that do not fit the use case are set aside (its report tells which).
 * @throws ArtifactError where it or its hash is missing, or the two do not fit.
 */
export async function readBase(objects: ObjectStore, useCase: UseCase): Promise<CleanTable> {
  const key = baseKeys.data(useCase.name);
  const [data, noted] = await Promise.all([objects.get(key), objects.get(baseKeys.hash(useCase.name))]);
  if (!data || !noted)
    throw new ArtifactError(
      `${data ? baseKeys.hash(useCase.name) : key}: not in the object store, expected the base table and its SHA-256; put both there`,
    );
  const expected = new TextDecoder().decode(noted.body).trim().slice(0, 64).toLowerCase();
  const hash = snapshotHash(data.body);
  if (hash !== expected)
    throw new ArtifactError(
      `${key}: got SHA-256 ${hash}, expected ${expected}; the file was changed or damaged, restore it from its versions`,
    );
  const known = cleaned.get(useCase);
  if (known?.hash === hash) return known.table;
  const [header, ...rows] = csvRecords(new TextDecoder().decode(data.body));
  if (!header) throw new ArtifactError(`${key}: got an empty file, expected a table with a header`);
  const table = cleanTable(header, rows, useCase.data, { what: key });
  cleaned.set(useCase, { hash, table });
  return table;
}

/** Rows whose outcome became known after `since` (ISO 8601), exclusively: confirmed predictions and accepted datasets. */
export async function countNewRows(
  records: RecordStore,
  useCase: string,
  since: string,
): Promise<{ readonly confirmed: number; readonly ingested: number }> {
  let confirmed = 0;
  // The sort key is `<confirmedAt>#<id>`; no id sorts after a tilde.
  const query = {
    pk: partitions.confirmedPredictions(useCase),
    index: 'byStatus',
    skFrom: `${since}#~`,
    limit: pageSize,
  } as const;
  for await (const _ of eachRecord(records, query)) confirmed += 1;
  let ingested = 0;
  for (const dataset of await acceptedDatasets(records, useCase))
    if (dataset.ingestedAt > since) ingested += dataset.rows.accepted;
  return { confirmed, ingested };
}

/**
 * Everything that a model may learn from at `cutAt`: the base table, then accepted datasets and confirmed predictions, each
 * in the order in which they came. The same stores give the same table.
 * @throws ArtifactError where a file is missing or damaged.
 */
export async function trainingRows(stores: Stores, useCase: UseCase, cutAt: string): Promise<LabelledTable> {
  let rows: LabelledTable = await readBase(stores.objects, useCase);
  for (const dataset of await acceptedDatasets(stores.records, useCase.name)) {
    if (dataset.csvKey === undefined || dataset.ingestedAt > cutAt) continue;
    const file = await stores.objects.get(dataset.csvKey);
    if (!file)
      throw new ArtifactError(
        `${dataset.csvKey}: not in the object store, expected the rows of dataset ${dataset.datasetId}; restore it from its versions`,
      );
    rows = concatLabelled(rows, readSnapshot(file.body, useCase.data, dataset.csvKey, dataset.csvHash));
  }
  return concatLabelled(rows, await confirmedRows(stores.records, useCase, cutAt, rows));
}

async function acceptedDatasets(records: RecordStore, useCase: string): Promise<IngestedDataset[]> {
  const found: IngestedDataset[] = [];
  for await (const record of eachRecord(records, { pk: partitions.datasets(useCase), limit: pageSize }))
    found.push(parseRecord(record, ingestedDatasetSchema));
  return found
    .filter(({ status }) => status === 'Accepted')
    .sort((a, b) => (a.ingestedAt < b.ingestedAt ? -1 : a.ingestedAt > b.ingestedAt ? 1 : 0));
}

async function confirmedRows(
  records: RecordStore,
  useCase: UseCase,
  cutAt: string,
  above: LabelledTable,
): Promise<LabelledTable> {
  const found: Prediction[] = [];
  const query = {
    pk: partitions.confirmedPredictions(useCase.name),
    index: 'byStatus',
    skTo: `${cutAt}#~`,
    limit: pageSize,
  } as const;
  for await (const record of eachRecord(records, query)) {
    const prediction = parseRecord(record, predictionSchema);
    if (prediction.diagnosis !== undefined) found.push(prediction);
  }
  return {
    table: tableFromRecords(
      found.map(({ features }) => features),
      useCase.data.features,
    ),
    labels: Uint8Array.from(found, ({ diagnosis }) => diagnosis ?? 0),
    // A subgroup that only some rows name would be left out of the whole table: here it is unknown, or is a feature.
    subgroups: (above.subgroups ?? []).map(({ column }) => ({
      column,
      groupOf: found.map(({ features }) => String(features[column] ?? 'unknown')),
    })),
    ...(above.groups ? { groups: found.map(({ id, patient }) => patient ?? id) } : {}),
  };
}

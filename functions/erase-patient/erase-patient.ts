import type {
  Clock,
  Ids,
  ObjectStore,
  Pseudonymizer,
  RecordStore,
  RecordWrite,
  StoredRecord,
} from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import { partitions } from '../../domain/records/keys.ts';
import { eachRecord, parseRecord } from '../../domain/records/typed.ts';
import { modelVersionSchema } from '../../domain/registry/model-version.ts';
import { predictionSchema } from '../../domain/serving/prediction.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { eraseDatasetRows } from './erase-dataset-rows.ts';

export interface ErasePorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pseudonymizer: Pseudonymizer;
}

export interface Erased {
  readonly useCase: string;
  /** Predictions that were deleted, and how many of them had a confirmed diagnosis. */
  readonly predictions: number;
  readonly confirmed: number;
  readonly datasetRows: number;
  /** Of predictions that were asked of photographs. */
  readonly photographs?: number;
  /** Versions trained since a row of the patient could be in their snapshot: to be retired and retrained. */
  readonly affectedVersions: readonly number[];
}

/** A transaction takes 100 writes; the last is the audit entry. */
const deletesAtOnce = 99;

/**
 * Erases everything of a patient in a use case. Each transaction of deletes carries an audit entry with the pseudonym and
 * counts, so that what was erased can be proven though it is gone, also where a run breaks off and is repeated.
 */
export async function erasePatient(
  ports: ErasePorts,
  useCase: UseCase,
  patientId: string,
  by: string,
): Promise<Erased> {
  const pseudonym = await ports.pseudonymizer.pseudonym(patientId);
  const found: StoredRecord[] = [];
  const query = {
    pk: partitions.patient(useCase.name, pseudonym),
    index: 'byPatient',
    limit: 1_000,
  } as const;
  for await (const record of eachRecord(ports.records, query)) found.push(record);
  const predictions = found
    .filter(({ pk }) => pk.startsWith('prediction#'))
    .map((record) => parseRecord(record, predictionSchema));
  const confirmed = predictions.filter(({ confirmedAt }) => confirmedAt !== undefined);
  const rows = await eraseDatasetRows(ports, useCase, pseudonym);
  // Not since it was confirmed: a correction moves that time on, and a snapshot may have been made before.
  const times = confirmed.map(({ createdAt }) => createdAt);
  const since = [...times, ...(rows.since === undefined ? [] : [rows.since])].sort()[0];
  const affectedVersions = since === undefined ? [] : await versionsSince(ports, useCase, since);
  const photographs = predictions.flatMap(({ photograph }) => photograph ?? []);
  const erased: Erased = {
    useCase: useCase.name,
    predictions: predictions.length,
    confirmed: confirmed.length,
    datasetRows: rows.rows,
    ...(useCase.data.images ? { photographs: photographs.length } : {}),
    affectedVersions,
  };
  const audit = (): RecordWrite =>
    auditWrite(
      {
        useCase: useCase.name,
        actor: by,
        action: 'erase-patient',
        subject: pseudonym,
        reason: inWords(erased),
      },
      ports,
    );
  // Before the records, which name them: what breaks off is repeated.
  for (const key of photographs) await ports.objects.delete(key);
  const deletes = found.map(({ pk, sk }): RecordWrite => ({
    op: 'delete',
    key: { pk, sk },
    condition: 'any',
  }));
  // Also where nothing was found: that somebody asked is part of the record.
  for (let from = 0; from === 0 || from < deletes.length; from += deletesAtOnce)
    await ports.records.write([...deletes.slice(from, from + deletesAtOnce), audit()]);
  return erased;
}

async function versionsSince(ports: ErasePorts, useCase: UseCase, since: string): Promise<number[]> {
  const versions: number[] = [];
  for await (const record of eachRecord(ports.records, { pk: partitions.models(useCase.name) })) {
    const { version, createdAt } = parseRecord(record, modelVersionSchema);
    if (createdAt >= since) versions.push(version);
  }
  return versions;
}

function inWords({ predictions, confirmed, datasetRows, photographs, affectedVersions }: Erased): string {
  const versions = affectedVersions.length > 0 ? affectedVersions.join(', ') : 'none';
  const images = photographs === undefined ? '' : `, ${photographs} photographs`;
  return `${predictions} predictions (${confirmed} confirmed), ${datasetRows} dataset rows${images}; versions that may have learnt from them: ${versions}`;
}

import { parseRecord } from '../../domain/records/typed.ts';
import type { NewRecord, RecordWrite } from '../../domain/ports.ts';
import { executionRecordSchema, executionToStore } from '../../domain/registry/execution.ts';
import { partitions } from '../../domain/records/keys.ts';
import { createVersionWrite, mustGetVersion } from '../../domain/registry/store.ts';
import { createdAtOf, predictionRecord } from '../../domain/serving/captured.ts';
import type { Prediction } from '../../domain/serving/prediction.ts';
import { Ulids } from '../../domain/ids/ulid.ts';
import { useCase, type Ward } from './platform.ts';

interface Crowd {
  readonly pending: number;
  readonly confirmed: number;
  readonly versions: number;
  readonly executions: number;
}

/** A busy ward after years. */
export const crowd: Crowd = { pending: 8_000, confirmed: 2_000, versions: 200, executions: 200 };

/** Transactions of DynamoDB, and so of the port, take a hundred writes. */
const writesAtOnce = 100;
const dayMilliseconds = 86_400_000;

/**
 * Puts so much into the store, by its port: predictions of the last day, and versions and
 * executions that are copies of the first.
 */
export async function fill(ward: Ward, { pending, confirmed, versions, executions }: Crowd): Promise<void> {
  const { records } = ward.platform;
  const write = async (all: readonly RecordWrite[]): Promise<void> => {
    for (let i = 0; i < all.length; i += writesAtOnce) await records.write(all.slice(i, i + writesAtOnce));
  };
  await write(predictions(ward, pending, confirmed).map(absent));

  const { data: first } = await mustGetVersion(records, useCase, 1);
  const [stored] = (await records.query({ pk: partitions.executions(useCase), index: 'byStatus' })).records;
  if (!stored) throw new Error('the first version has no execution');
  const execution = parseRecord(stored, executionRecordSchema);
  const past = (i: number): string =>
    new Date(Date.parse(first.createdAt) - (i + 1) * dayMilliseconds).toISOString();
  await write(
    Array.from({ length: versions }, (_, i) =>
      createVersionWrite({
        ...first,
        version: i + 2,
        status: 'Archived',
        createdAt: past(versions - i),
        executionName: `${useCase}-copy-${i}`,
      }),
    ),
  );
  await write(
    Array.from({ length: executions }, (_, i) =>
      absent(
        executionToStore({
          ...execution,
          name: `${useCase}-copy-${i}`,
          version: i + 2,
          startedAt: past(i),
          endedAt: past(i),
        }),
      ),
    ),
  );
}

const absent = (record: NewRecord): RecordWrite => ({ op: 'put', record, condition: 'absent' });

function predictions(ward: Ward, pending: number, confirmed: number): readonly NewRecord[] {
  const patients = ward.data.nextPatients(200, false);
  const total = pending + confirmed;
  const now = Date.now();
  let made = 0;
  // Spread over the day before, the oldest first.
  const ids = new Ulids({ now: () => new Date(now - dayMilliseconds * (1 - made / total)) });
  return Array.from({ length: total }, (_, i) => {
    made = i;
    const id = ids.next();
    const { features = {}, diagnosis = 0 } = patients[i % patients.length] ?? {};
    // Half a circle: as many sure ones as unsure ones.
    const probability = (1 + Math.cos(i)) / 2;
    const positive = probability >= 0.5;
    const prediction: Prediction = {
      id,
      useCase,
      createdAt: createdAtOf(id),
      modelVersion: 1,
      features,
      prediction: positive ? 1 : 0,
      label: positive ? 'Malignant' : 'Benign',
      probability,
      confidence: Math.max(probability, 1 - probability),
      status: 'Pending Validation',
      patient: `crowd-${i % 500}`,
    };
    return predictionRecord(
      i < pending
        ? prediction
        : {
            ...prediction,
            status: 'Confirmed',
            diagnosis,
            confirmedAt: prediction.createdAt,
            confirmedBy: 'carl.clinician',
          },
    );
  });
}

import { millisecondsOfUlid } from '../ids/ulid.ts';
import type { NewRecord, RecordKey } from '../ports.ts';
import { keys, partitions } from '../records/keys.ts';
import { toJson } from '../records/typed.ts';
import type { UseCase } from '../usecase/schema.ts';
import { InvalidInputError } from '../validation/parse.ts';
import type { Prediction } from './prediction.ts';

/** 26 characters of Crockford's base 32; the first cannot pass 7, since a ULID has 128 bits. */
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const millisecondsPerDay = 86_400_000;

const isPredictionId = (id: string): boolean => ulid.test(id);

/** @throws InvalidInputError that names `field` where the text is no prediction's id. */
export function checkPredictionId(id: string, field = 'id'): void {
  if (isPredictionId(id)) return;
  throw new InvalidInputError('request', [
    {
      field,
      got: `a text of ${id.length} characters`,
      expected: 'a ULID, such as POST /predict gives as id',
    },
  ]);
}

/** When the prediction was made: its id begins with the time. */
export const createdAtOf = (id: string): string => new Date(millisecondsOfUlid(id)).toISOString();

/** Where a prediction lies: the id alone tells, because its time gives the day. */
export const predictionKey = (useCase: string, id: string): RecordKey =>
  keys.prediction(useCase, createdAtOf(id), id);

/** When the store may forget it, in epoch seconds; undefined where the use case keeps predictions until they are erased. */
export function expiryOf(data: UseCase['data'], createdAt: string): number | undefined {
  if (data.retentionDays === undefined) return undefined;
  return Math.floor((Date.parse(createdAt) + data.retentionDays * millisecondsPerDay) / 1000);
}

/** The record of a prediction, in the indexes where people look for it: what waits, what was confirmed, whose it is. */
export function predictionRecord(prediction: Prediction, expiresAt?: number): NewRecord {
  const { id, useCase, patient, confirmedAt } = prediction;
  const byStatus =
    confirmedAt === undefined
      ? { pk: partitions.pendingPredictions(useCase), sk: id }
      : { pk: partitions.confirmedPredictions(useCase), sk: `${confirmedAt}#${id}` };
  return {
    ...predictionKey(useCase, id),
    data: toJson(prediction),
    indexes: {
      byStatus,
      ...(patient === undefined ? {} : { byPatient: { pk: partitions.patient(useCase, patient), sk: id } }),
    },
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

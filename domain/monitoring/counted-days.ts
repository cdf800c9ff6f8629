import type { RecordStore } from '../ports.ts';
import { partitions } from '../records/keys.ts';
import { eachRecord, parseRecord } from '../records/typed.ts';
import { predictionSchema, type Prediction } from '../serving/prediction.ts';

const millisecondsPerDay = 86_400_000;

/** Days back from now, today first, as `2026-11-24`. */
export const daysBack = (now: Date, days: number): readonly string[] =>
  Array.from({ length: days }, (_, back) =>
    new Date(now.getTime() - back * millisecondsPerDay).toISOString().slice(0, 10),
  );

/** Predictions of a day, the latest first, at most so many. `more`: there were more than that. */
export async function predictionsOfDay(
  records: RecordStore,
  useCase: string,
  day: string,
  atMost: number,
): Promise<{ readonly predictions: readonly Prediction[]; readonly more: boolean }> {
  const predictions: Prediction[] = [];
  const query = {
    pk: partitions.predictions(useCase, day),
    order: 'descending',
    limit: Math.min(1_000, atMost + 1),
  } as const;
  for await (const record of eachRecord(records, query, atMost + 1))
    predictions.push(parseRecord(record, predictionSchema));
  return { predictions: predictions.slice(0, atMost), more: predictions.length > atMost };
}

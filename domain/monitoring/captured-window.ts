import type { RecordStore } from '../ports.ts';
import { partitions } from '../records/keys.ts';
import { eachRecord, parseRecord } from '../records/typed.ts';
import { predictionSchema, type Prediction } from '../serving/prediction.ts';

const millisecondsPerDay = 86_400_000;
/** Older predictions are not looked for: a window over more than a month says nothing about now. */
const lookBackDays = 31;
/** Records a page: about 1 MB, what DynamoDB gives at once. */
const pageSize = 500;

export interface WindowQuery {
  readonly useCase: string;
  readonly modelVersion: number;
  /** Predictions made before this moment (ISO 8601) do not belong to the window. */
  readonly since: string;
  /** Id of the last prediction of the window before, if any. */
  readonly after: string | undefined;
  readonly atMost: number;
  readonly now: Date;
}

/**
 * The newest captured predictions of a version after a point, oldest first. Where there are more than `atMost` the older
 * ones are left out: what is judged is what comes in now.
 */
export async function capturedWindow(records: RecordStore, query: WindowQuery): Promise<Prediction[]> {
  const { useCase, after = '', since, modelVersion, atMost } = query;
  const found: Prediction[] = [];
  for (const day of daysBack(query)) {
    const page = { pk: partitions.predictions(useCase, day), order: 'descending', limit: pageSize } as const;
    for await (const record of eachRecord(records, page)) {
      if (record.sk <= after) return found.reverse();
      const prediction = parseRecord(record, predictionSchema);
      if (prediction.createdAt < since) return found.reverse();
      if (prediction.modelVersion === modelVersion) found.push(prediction);
      if (found.length === atMost) return found.reverse();
    }
  }
  return found.reverse();
}

/** Days from now back to the one of `since`, as ISO 8601. */
function daysBack({ since, now }: WindowQuery): string[] {
  const first = since.slice(0, 10);
  const days: string[] = [];
  for (let back = 0; back < lookBackDays; back += 1) {
    const day = new Date(now.getTime() - back * millisecondsPerDay).toISOString();
    if (day.slice(0, 10) < first) break;
    days.push(day);
  }
  return days;
}

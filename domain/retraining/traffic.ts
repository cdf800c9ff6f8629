import * as z from 'zod/mini';
import { tableFromRecords } from '../dataset/from-records.ts';
import type { Table } from '../dataset/table.ts';
import type { ObjectStore, RecordStore } from '../ports.ts';
import { partitions } from '../records/keys.ts';
import { eachRecord, parseRecord } from '../records/typed.ts';
import { predictionSchema, type Prediction } from '../serving/prediction.ts';
import type { UseCase } from '../usecase/schema.ts';
import { parseWith } from '../validation/parse.ts';

const span = z.object({ from: z.string(), to: z.string() });
const suspect = z.object({ flagged: z.boolean(), since: z.optional(span) });
/** Of a drift report: since when. */
const driftSpanSchema = z.object({
  window: span,
  previousWindow: z.optional(span),
  columns: z.array(suspect),
  correlation: z.optional(suspect),
});

/** No drift goes back further: a year of days is as many queries. */
const maxDays = 366;
const millisecondsPerDay = 86_400_000;

/** When the drift of a report began: with the first window of those in which what is flagged now was flagged. */
export async function driftBegan(objects: ObjectStore, reportKey: string): Promise<string | undefined> {
  const file = await objects.get(reportKey);
  if (!file) return undefined;
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  const { window, previousWindow, columns, correlation } = parseWith(driftSpanSchema, json, reportKey);
  const starts = [...columns, ...(correlation ? [correlation] : [])]
    .filter(({ flagged }) => flagged)
    .map(({ since }) => since?.from ?? previousWindow?.from ?? window.from);
  return starts.sort()[0] ?? window.from;
}

/**
 * The features of what was predicted from `from` to `to` (ISO 8601, inclusive), the newest `maximumRows` of them, oldest
 * first; undefined where that is fewer than a window that drift would be judged on.
 */
export async function capturedTraffic(
  records: RecordStore,
  useCase: UseCase,
  from: string,
  to: string,
): Promise<Table | undefined> {
  const { minimumRows, maximumRows } = useCase.monitoring.dataQuality;
  const newestFirst: Prediction[] = [];
  for (const day of daysBack(from, to)) {
    const query = {
      pk: partitions.predictions(useCase.name, day),
      order: 'descending',
      limit: 1000,
    } as const;
    for await (const record of eachRecord(records, query)) {
      const prediction = parseRecord(record, predictionSchema);
      if (prediction.createdAt > to) continue;
      if (prediction.createdAt < from || newestFirst.length >= maximumRows) break;
      newestFirst.push(prediction);
    }
    if (newestFirst.length >= maximumRows) break;
  }
  if (newestFirst.length < minimumRows) return undefined;
  const rows = newestFirst.reverse().map(({ features }) => features);
  return tableFromRecords(rows, useCase.data.features);
}

function* daysBack(from: string, to: string): Generator<string> {
  const first = from.slice(0, 10);
  let at = Date.parse(`${to.slice(0, 10)}T00:00:00.000Z`);
  for (let n = 0; n < maxDays; n += 1, at -= millisecondsPerDay) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day < first) return;
    yield day;
  }
}

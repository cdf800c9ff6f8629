import type * as z from 'zod/mini';
import type { JsonObject, RecordKey, RecordPage, RecordQuery, RecordStore, StoredRecord } from '../ports.ts';
import { parseWith } from '../validation/parse.ts';

/** A record's data, parsed, with the version that a conditional write needs. */
export interface Versioned<T> {
  readonly data: T;
  readonly version: number;
}

/** The record as its schema types it; undefined where there is none. Throws InvalidInputError where it does not fit. */
export async function readRecord<S extends z.ZodMiniType>(
  records: RecordStore,
  key: RecordKey,
  schema: S,
): Promise<Versioned<z.output<S>> | undefined> {
  const found = await records.get(key);
  return found && { data: parseRecord(found, schema), version: found.version };
}

export const parseRecord = <S extends z.ZodMiniType>(record: StoredRecord, schema: S): z.output<S> =>
  parseWith(schema, record.data, `record ${record.pk}`);

/** All records of a query, page by page. `limit` is the page's size, `atMost` ends the walk. */
export async function* eachRecord(
  records: RecordStore,
  query: RecordQuery,
  atMost = Number.POSITIVE_INFINITY,
): AsyncGenerator<StoredRecord> {
  let cursor: string | undefined;
  let seen = 0;
  do {
    const page: RecordPage = await records.query(cursor === undefined ? query : { ...query, cursor });
    for (const record of page.records) {
      if (seen >= atMost) return;
      seen += 1;
      yield record;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/**
 * A typed value as the JSON that stores keep: undefined fields left out.
 * Throws TypeError where JSON cannot hold it (NaN would silently become null).
 */
export function toJson(value: object): JsonObject {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner))
      throw new TypeError('a record holds finite numbers only');
    return inner;
  });
  // JSON.parse gives JSON: the one place where that is said to the compiler.
  return JSON.parse(text) as JsonObject;
}

import * as z from 'zod/mini';
import type { IndexName, RecordKey, StoredRecord } from '../ports.ts';
import { InvalidInputError } from '../validation/parse.ts';

/** The last record of a page: its place in what was queried, and its own key, which breaks ties of an index. */
export interface CursorPlace {
  readonly at: RecordKey;
  readonly key: RecordKey;
}

interface Queried {
  readonly pk: string;
  readonly index?: IndexName;
}

const text = z.string().check(z.minLength(1), z.maxLength(2048));
/** index ('' for the main table), pk and sk there, pk and sk of the record. */
const cursorSchema = z.tuple([z.enum(['', 'byStatus', 'byPatient']), text, text, text, text]);

/**
 * Where the next page of `query` begins: base64url JSON. It holds the last record's keys and no data, and is bound to
 * partition and index, so that one handed back with another query cannot lead outside of that.
 */
export function encodeCursor(query: Queried, last: StoredRecord): string {
  const at = placeOf(query, last);
  if (!at) throw new Error('a cursor is made of a record that the query has found');
  return Buffer.from(JSON.stringify([query.index ?? '', at.pk, at.sk, last.pk, last.sk])).toString(
    'base64url',
  );
}

/** Where the record stands in what is queried: itself, or its entry of the index. */
const placeOf = (query: Queried, record: StoredRecord): RecordKey | undefined =>
  query.index ? record.indexes?.[query.index] : record;

/** @throws InvalidInputError where the cursor is not one that encodeCursor made for this partition and index. */
export function decodeCursor(cursor: string, query: Queried): CursorPlace {
  const decoded = z.safeParse(cursorSchema, parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (decoded.success) {
    const [index, atPk, atSk, pk, sk] = decoded.data;
    const ours =
      index === (query.index ?? '') && atPk === query.pk && (index !== '' || (atPk === pk && atSk === sk));
    // The decoder of Node skips what is not base64: only the very text that we would write is one of ours.
    const exact = Buffer.from(JSON.stringify(decoded.data)).toString('base64url') === cursor;
    if (ours && exact) return { at: { pk: atPk, sk: atSk }, key: { pk, sk } };
  }
  throw new InvalidInputError('record query', [
    {
      field: 'cursor',
      got: 'a text that no page of this query gave',
      expected: 'the cursor of the page before',
    },
  ]);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

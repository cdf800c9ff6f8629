import type { RecordKey, RecordQuery, RecordWrite } from '../ports.ts';
import { InvalidInputError } from '../validation/parse.ts';
import type { CursorPlace } from './cursor.ts';
import { decodeCursor } from './cursor.ts';

/** The most writes in one transaction (DynamoDB's TransactWriteItems takes 100). */
const maxWrites = 100;
const maxPageSize = 1000;
const defaultPageSize = 100;

export const keyOfWrite = (write: RecordWrite): RecordKey => (write.op === 'put' ? write.record : write.key);

/** @throws InvalidInputError unless there are 1 to 100 writes on distinct keys: what every RecordStore takes. */
export function checkWrites(writes: readonly RecordWrite[]): void {
  const refuse = (got: string, expected: string): never => {
    throw new InvalidInputError('record writes', [{ field: 'writes', got, expected }]);
  };
  if (writes.length === 0) refuse('none', 'at least one');
  if (writes.length > maxWrites) refuse(String(writes.length), `at most ${maxWrites} in one transaction`);
  const keys = new Set(writes.map((write) => JSON.stringify([keyOfWrite(write).pk, keyOfWrite(write).sk])));
  if (keys.size < writes.length) refuse('two writes on one key', 'distinct keys');
}

/**
 * Page size and starting place of a query.
 * @throws InvalidInputError where the limit is not 1 to 1,000 or the cursor is not one of this query's.
 */
export function pageOf(query: RecordQuery): { readonly limit: number; readonly after?: CursorPlace } {
  const limit = query.limit ?? defaultPageSize;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize)
    throw new InvalidInputError('record query', [
      { field: 'limit', got: String(limit), expected: `a whole number from 1 to ${maxPageSize}` },
    ]);
  return query.cursor === undefined ? { limit } : { limit, after: decodeCursor(query.cursor, query) };
}

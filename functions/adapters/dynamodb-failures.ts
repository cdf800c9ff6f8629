import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  ConditionFailedError,
  ThrottledError,
  type RecordKey,
  type RecordWrite,
} from '../../domain/ports.ts';
import { keyOfWrite } from '../../domain/records/batch.ts';
import { errorName, isThrottlingName, portError } from './errors.ts';

/** Two writers met on one item. Not a failed condition: it may hold still, so the write is tried again. */
class WriteConflictError extends Error {
  override readonly name = 'WriteConflictError';
}

/** Six tries within about 0.6 s: conflicts last as long as the other's transaction, some ten milliseconds. */
const conflictDelaysMs = [10, 30, 70, 150, 300];

/** Runs `write` again while it meets others, at random moments, so that the same ones do not meet again. */
export async function retryingConflicts(write: () => Promise<void>): Promise<void> {
  for (const delayMs of conflictDelaysMs) {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random())));
    }
  }
  try {
    await write();
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    throw new ThrottledError('writing records: others kept writing the same ones; try again later');
  }
}

/**
 * True where a condition failed only because the SDK repeated a write whose answer was lost: the item holds our own mark.
 * Without this the winner of a lock would be told that somebody else has it.
 */
export const wasOurs = (error: unknown, writeId: string): boolean =>
  error instanceof ConditionalCheckFailedException &&
  (error.$metadata.attempts ?? 1) > 1 &&
  error.Item?.['writeId']?.S === writeId;

/** A failed single write. The failed item is not passed on as cause: it may hold a patient's data. */
export function writeError(error: unknown, key: RecordKey): Error {
  if (error instanceof ConditionalCheckFailedException) return new ConditionFailedError(nameOf(key), 0);
  if (errorName(error) === 'TransactionConflictException') return new WriteConflictError();
  return portError(error, 'writing a record');
}

/** A failed transaction: DynamoDB gives one reason for each write, in their order. */
export function transactionError(error: unknown, writes: readonly RecordWrite[]): Error {
  if (!(error instanceof TransactionCanceledException)) return portError(error, 'writing records');
  const reasons = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  const failed = reasons.indexOf('ConditionalCheckFailed');
  const write = writes[failed];
  if (write) return new ConditionFailedError(nameOf(keyOfWrite(write)), failed);
  if (reasons.includes('TransactionConflict')) return new WriteConflictError();
  const codes = [...new Set(reasons.filter((code) => code !== 'None'))].join(', ');
  if (reasons.some(isThrottlingName)) return new ThrottledError(`writing records: ${codes}`);
  return new Error(`writing ${writes.length} records: the transaction was cancelled: ${codes}`);
}

/** The kind of record, without its id: a key may hold a pseudonym. */
const nameOf = ({ pk }: RecordKey): string => `record in ${pk.split('#')[0] ?? pk}`;

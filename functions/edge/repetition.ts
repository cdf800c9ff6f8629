import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { RecordKey, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import { HttpProblem } from './problem.ts';

/** A day: the time in which clients repeat what they did not get an answer to. */
const keptSeconds = 86_400;

/** A request under an Idempotency-Key. */
export interface Repeatable {
  readonly key: RecordKey;
  readonly requestHash: string;
}

const noteSchema = z.object({ requestHash: z.string(), answer: z.unknown() });

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * @param asked what was asked, to tell the same request from another one under the same key.
 * @throws InvalidInputError for a key that is empty, long or not printable.
 */
export function repeatable(
  operation: string,
  useCase: string,
  caller: string,
  key: string | undefined,
  asked: unknown,
): Repeatable | undefined {
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,100}$/.test(key))
    throw new InvalidInputError('request', [
      {
        field: 'Idempotency-Key',
        got: `${key.length} characters`,
        expected: '1 to 100 printable ASCII characters without spaces',
      },
    ]);
  const { pk } = keys.idempotency(useCase, sha256([operation, caller, key]));
  return { key: { pk, sk: operation }, requestHash: sha256(asked) };
}

/**
 * What was answered before under this key, as `schema` types it.
 * @throws HttpProblem 422 where the key was used for something else.
 */
export async function answeredBefore<S extends z.ZodMiniType>(
  records: RecordStore,
  request: Repeatable | undefined,
  schema: S,
): Promise<z.output<S> | undefined> {
  const found = request && (await readRecord(records, request.key, noteSchema));
  if (!found) return undefined;
  if (found.data.requestHash === request.requestHash)
    return parseWith(schema, found.data.answer, 'noted answer');
  const problem = {
    field: 'Idempotency-Key',
    got: 'a key of another request',
    expected: 'a new key for a new request',
  };
  throw new HttpProblem(
    422,
    'Idempotency-Key reused',
    'the key was used with another body; choose a new one',
    {
      errors: [problem],
    },
  );
}

/** The write that notes the answer, for the transaction of what was done. */
export const answerWrites = (request: Repeatable | undefined, answer: object, now: Date): RecordWrite[] =>
  request === undefined
    ? []
    : [
        {
          op: 'put',
          record: {
            ...request.key,
            data: toJson({ requestHash: request.requestHash, answer }),
            expiresAt: Math.floor(now.getTime() / 1000) + keptSeconds,
          },
          condition: 'absent',
        },
      ];

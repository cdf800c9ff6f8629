import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { RecordKey, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import { predictResponseSchema, type PredictResponse } from '../../domain/serving/prediction.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { HttpProblem } from '../edge/problem.ts';

/** A day: the time in which clients repeat what they did not get an answer to. */
const keptSeconds = 86_400;

const noteSchema = z.object({
  requestHash: z.string(),
  response: predictResponseSchema,
  alerted: z.boolean(),
});
type Note = z.output<typeof noteSchema>;

/** A request under an Idempotency-Key: the same one gets the same, once stored prediction. */
export interface IdempotentRequest {
  readonly useCase: string;
  /** Identifies the caller and the key. */
  readonly keyHash: string;
  /** Identifies what was asked. */
  readonly requestHash: string;
}

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * @param caller keys of different callers do not meet: nobody gets another's prediction by guessing a key.
 * @throws InvalidInputError for a key that is empty, long or not printable.
 */
export function idempotentRequest(
  useCase: string,
  caller: string,
  key: string,
  asked: unknown,
): IdempotentRequest {
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new InvalidInputError('request', [
      {
        field: 'Idempotency-Key',
        got: `${key.length} characters`,
        expected: '1 to 200 printable ASCII characters without spaces',
      },
    ]);
  return { useCase, keyHash: sha256([caller, key]), requestHash: sha256(asked) };
}

const recordKey = (request: IdempotentRequest): RecordKey =>
  keys.idempotency(request.useCase, request.keyHash);

/**
 * What was answered before under this key.
 * @throws HttpProblem 422 where the key was used for something else.
 */
export async function earlierAnswer(
  records: RecordStore,
  request: IdempotentRequest,
): Promise<Note | undefined> {
  const found = await readRecord(records, recordKey(request), noteSchema);
  if (!found || found.data.requestHash === request.requestHash) return found?.data;
  throw new HttpProblem(
    422,
    'Idempotency-Key reused',
    'the key was used with another body; choose a new one',
    {
      errors: [
        {
          field: 'Idempotency-Key',
          got: 'a key of another request',
          expected: 'a new key for a new request',
        },
      ],
    },
  );
}

/** The write that notes the answer; `absent` in the transaction of the prediction itself, `exists` afterwards. */
export function noteWrite(
  request: IdempotentRequest,
  response: PredictResponse,
  more: { readonly alerted: boolean; readonly now: Date; readonly patient: string | undefined },
): RecordWrite {
  const note: Note = { requestHash: request.requestHash, response, alerted: more.alerted };
  // In the patient's index, so that an erasure finds it too.
  const indexes = more.patient
    ? { byPatient: { pk: partitions.patient(request.useCase, more.patient), sk: `${response.id}#answer` } }
    : {};
  return {
    op: 'put',
    record: {
      ...recordKey(request),
      data: toJson(note),
      indexes,
      expiresAt: Math.floor(more.now.getTime() / 1000) + keptSeconds,
    },
    condition: more.alerted ? 'exists' : 'absent',
  };
}

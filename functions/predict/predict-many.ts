import type * as z from 'zod/mini';
import type {
  predictBatchAnswerSchema,
  predictBatchRequestSchema,
} from '../../domain/api/schemas/predictions.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { problemOfError } from '../edge/problem.ts';
import type { PredictRequest } from './predict.ts';
import type { PredictResponse } from '../../domain/serving/prediction.ts';

type Asked = z.output<typeof predictBatchRequestSchema>;
type Answer = z.output<typeof predictBatchAnswerSchema>;
type Result = Answer['results'][number];

/** As many at a time: each is a transaction of its own. */
const concurrency = 10;

/**
 * Predicts each record by itself: what is wrong with one is told in its place and keeps no other from being answered. Under an
 * Idempotency-Key each record has a key of its own, so that a batch that broke off is taken up again.
 */
export async function predictMany(
  predict: (request: PredictRequest) => Promise<PredictResponse>,
  useCase: UseCase,
  asked: {
    readonly records: Asked['records'];
    readonly caller: string;
    readonly idempotencyKey: string | undefined;
  },
): Promise<Answer> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < asked.records.length) {
      const i = next;
      next += 1;
      results[i] = await one(i);
    }
  };
  const one = async (i: number): Promise<Result> => {
    const { reference, ...record } = asked.records[i]!;
    const mark = reference === undefined ? {} : { reference };
    const { idempotencyKey: key, caller } = asked;
    try {
      const answer = await predict({
        body: { useCase: useCase.name, ...record },
        caller,
        idempotencyKey: key === undefined ? undefined : `${key}/${i}`,
      });
      return { ok: true, ...answer, ...mark };
    } catch (error) {
      const { status, message, errors } = problemOfError(error);
      // Ours, not the caller's: the whole request is answered with it, and may be repeated.
      if (status >= 500) throw error;
      return { ok: false, status, detail: message, ...(errors ? { errors: [...errors] } : {}), ...mark };
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const predicted = results.filter(({ ok }) => ok).length;
  return { useCase: useCase.name, predicted, refused: results.length - predicted, results };
}

import * as z from 'zod/mini';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith, type Problem } from '../../domain/validation/parse.ts';
import { problemOfError } from '../edge/problem.ts';
import { confirmDiagnosis, type Confirmed, type ConfirmPorts } from './confirm-diagnosis.ts';

const confirmationSchema = z.strictObject({
  id: z.string(),
  diagnosis: z.unknown(),
  correct: z._default(z.optional(z.boolean()), false),
});

type BulkResult =
  | ({ readonly ok: true } & Confirmed)
  | {
      readonly ok: false;
      readonly id: string | null;
      readonly status: number;
      readonly detail: string;
      readonly errors?: readonly Problem[];
    };

export interface BulkAnswer {
  readonly confirmed: number;
  readonly failed: number;
  /** In the order of the request. */
  readonly results: readonly BulkResult[];
}

/** As many at a time: a thousand one after the other would outlast the function, all at once would be throttled. */
const concurrency = 10;

/** Confirms each by itself: what is wrong with one is told in its place and keeps no other from being written. */
export async function confirmMany(
  ports: ConfirmPorts,
  useCase: UseCase,
  confirmations: readonly unknown[],
  by: string,
): Promise<BulkAnswer> {
  const results: BulkResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < confirmations.length) {
      const i = next;
      next += 1;
      results[i] = await confirmOne(ports, useCase, confirmations[i], by);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const done = results.filter(({ ok }) => ok).length;
  return { confirmed: done, failed: results.length - done, results };
}

async function confirmOne(
  ports: ConfirmPorts,
  useCase: UseCase,
  item: unknown,
  by: string,
): Promise<BulkResult> {
  try {
    const { id, diagnosis, correct } = parseWith(confirmationSchema, item, 'confirmation');
    return { ok: true, ...(await confirmDiagnosis(ports, useCase, { id, diagnosis, correct, by })) };
  } catch (error) {
    const { status, message, errors } = problemOfError(error);
    // Ours, not the caller's: the whole request is answered with it, and may be repeated, since nothing is done twice.
    if (status >= 500) throw error;
    const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : undefined;
    return {
      ok: false,
      id: typeof id === 'string' ? id.slice(0, 26) : null,
      status,
      detail: message,
      ...(errors ? { errors } : {}),
    };
  }
}

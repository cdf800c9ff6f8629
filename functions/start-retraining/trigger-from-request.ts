import * as z from 'zod/mini';
import type { Clock, Ids } from '../../domain/ports.ts';
import type { Trigger } from '../../domain/retraining/trigger.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import type { HttpRequest } from '../edge/http.ts';

const text = z.string().check(z.minLength(1), z.maxLength(500));
const bodySchema = z.strictObject({
  useCase: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  /** `manual`, `first-version`, or why in words. */
  reason: z.optional(text),
  explanation: z.optional(text),
});

/**
 * The trigger that POST /retrain asks for. The Idempotency-Key is its cause: the same key of the same caller, the same
 * execution. Without one each request is a cause of its own.
 * @throws InvalidInputError, UnknownUseCaseError.
 */
export function triggerFromRequest(
  ports: {
    readonly clock: Clock;
    readonly ids: Ids;
    readonly useCases: UseCaseCatalog;
    readonly defaultUseCase?: string | undefined;
  },
  { body, headers, caller }: Pick<HttpRequest, 'body' | 'headers' | 'caller'>,
): Trigger {
  const asked = parseWith(bodySchema, body, 'request');
  const isFirst = asked.reason === 'first-version';
  const explanation = asked.explanation ?? (isFirst || asked.reason === 'manual' ? undefined : asked.reason);
  const key = headers['idempotency-key'];
  if (key !== undefined && !/^[\x21-\x7e]{1,100}$/.test(key))
    throw new InvalidInputError('request', [
      {
        field: 'Idempotency-Key',
        got: `${key.length} characters`,
        expected: '1 to 100 printable ASCII characters without spaces',
      },
    ]);
  return {
    useCase: chooseUseCase(ports.useCases, asked.useCase, ports.defaultUseCase).name,
    reason: isFirst ? 'first-version' : 'manual',
    // Callers do not share keys: nobody's retraining is taken for another's.
    cause: key === undefined ? `request/${ports.ids.next()}` : `key/${caller.name.slice(0, 80)}/${key}`,
    requestedAt: ports.clock.now().toISOString(),
    requestedBy: caller.name,
    ...(explanation === undefined ? {} : { explanation }),
  };
}

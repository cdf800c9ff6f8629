import type { retrain, startTraining } from '../../domain/api/routes/retraining.ts';
import type { Clock, Ids, RecordStore } from '../../domain/ports.ts';
import { liveVersion } from '../../domain/registry/store.ts';
import type { Trigger } from '../../domain/retraining/trigger.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { ApiRequest } from '../edge/operations.ts';

interface RequestPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly useCases: UseCaseCatalog;
  readonly defaultUseCase?: string | undefined;
}

/**
 * The trigger that POST /training/start asks for: the first version where none is in service yet, else a retraining by hand.
 * @throws InvalidInputError, UnknownUseCaseError.
 */
export async function trainingTrigger(
  ports: RequestPorts & { readonly records: RecordStore },
  request: Pick<ApiRequest<typeof startTraining>, 'body' | 'headers' | 'caller'>,
): Promise<Trigger> {
  const { useCase, explanation } = request.body;
  const { name } = chooseUseCase(ports.useCases, useCase, ports.defaultUseCase);
  const reason = (await liveVersion(ports.records, name)) ? 'manual' : 'first-version';
  return triggerFromRequest(ports, { ...request, body: { useCase: name, reason, explanation } });
}

/**
 * The trigger that POST /retrain asks for. The Idempotency-Key is its cause: the same key of the same caller, the same
 * execution. Without one each request is a cause of its own.
 * @throws InvalidInputError, UnknownUseCaseError.
 */
export function triggerFromRequest(
  ports: RequestPorts,
  { body: asked, headers, caller }: Pick<ApiRequest<typeof retrain>, 'body' | 'headers' | 'caller'>,
): Trigger {
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

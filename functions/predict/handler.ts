import { predict as single, predictBatch } from '../../domain/api/routes/predictions.ts';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { contract } from './contract.ts';
import { predictMany } from './predict-many.ts';
import { makePredictor, type PredictPorts } from './predict.ts';

export { contract };

export function makeHandler(
  ports: Omit<PredictPorts, 'onLoadFailure'> & {
    readonly logger: Logger;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler {
  const { logger } = ports;
  const predict = makePredictor({
    ...ports,
    onLoadFailure: (modelVersion, error) =>
      logger.error({ modelVersion, error }, 'a version could not be loaded, the one before answers'),
  });
  return apiEdge({ ...ports, contract }, [
    // The predictor checks the body itself, by the same schema: once is enough for what comes a thousand times a second.
    {
      route: single,
      answer: async ({ body, caller, headers }) =>
        ok(await predict({ body, caller: caller.name, idempotencyKey: headers['idempotency-key'] })),
    },
    operation(predictBatch, async ({ body, caller, headers }) => {
      const useCase = chooseUseCase(ports.useCases, body.useCase, ports.defaultUseCase);
      const idempotencyKey = headers['idempotency-key'];
      const asked = { records: body.records, caller: caller.name, idempotencyKey };
      return ok(await predictMany(predict, useCase, asked));
    }),
  ]);
}

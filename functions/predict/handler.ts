import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { makePredictor, type PredictPorts } from './predict.ts';

export { contract };

export function makeHandler(
  ports: Omit<PredictPorts, 'onLoadFailure'> & {
    readonly logger: Logger;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler {
  const { logger, allowedOrigin } = ports;
  const predict = makePredictor({
    ...ports,
    onLoadFailure: (modelVersion, error) =>
      logger.error({ modelVersion, error }, 'a version could not be loaded, the one before answers'),
  });
  return httpEdge({ contract, logger, allowedOrigin }, async ({ body, caller, headers }) => ({
    status: 200,
    body: await predict({ body, caller: caller.name, idempotencyKey: headers['idempotency-key'] }),
  }));
}

import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { triggerFromEvent } from '../../domain/retraining/trigger-from-event.ts';
import { eventEdge } from '../edge/event.ts';
import { httpEdge } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { startRetraining, type StartPorts } from './start-retraining.ts';
import { triggerFromRequest } from './trigger-from-request.ts';

export { contract };

/** Two entrances: POST /retrain, and everything that asks by an event (ours, an alarm, a schedule). */
export function makeHandler(
  ports: StartPorts & {
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
  },
): (event: unknown, context: Context) => Promise<unknown> {
  const { logger, allowedOrigin } = ports;
  const http = httpEdge({ contract, logger, allowedOrigin }, async (request) => ({
    status: 202,
    body: await startRetraining(ports, triggerFromRequest(ports, request)),
  }));
  const events = eventEdge({ contract, logger }, async (event) => {
    const trigger = triggerFromEvent(event);
    if (!trigger) return undefined;
    const result = await startRetraining(ports, trigger);
    logger.info({ reason: trigger.reason, ...result }, 'trigger');
    return result;
  });
  return (event, context) => (isHttp(event) ? http(event, context) : events(event, context));
}

function isHttp(event: unknown): event is APIGatewayProxyEventV2 {
  const requestContext: unknown =
    typeof event === 'object' && event !== null ? Reflect.get(event, 'requestContext') : undefined;
  return typeof requestContext === 'object' && requestContext !== null && 'http' in requestContext;
}

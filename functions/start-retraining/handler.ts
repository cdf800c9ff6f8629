import type { Context } from 'aws-lambda';
import { retrain, startTraining } from '../../domain/api/routes/retraining.ts';
import { triggerFromEvent } from '../../domain/retraining/trigger-from-event.ts';
import { eventEdge } from '../edge/event.ts';
import { eitherEdge } from '../edge/either.ts';
import { apiEdge, operation } from '../edge/operations.ts';
import type { ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { startRetraining, type StartPorts } from './start-retraining.ts';
import { triggerFromRequest, trainingTrigger } from './trigger-from-request.ts';

export { contract };

/** Two entrances: the API, and everything that asks by an event (ours, an alarm, a schedule). */
export function makeHandler(
  ports: StartPorts & ApiPorts,
): (event: unknown, context: Context) => Promise<unknown> {
  const { logger } = ports;
  const http = apiEdge({ ...ports, contract }, [
    operation(retrain, async (request) => ({
      status: 202,
      body: await startRetraining(ports, triggerFromRequest(ports, request)),
    })),
    operation(startTraining, async (request) => ({
      status: 202,
      body: await startRetraining(ports, await trainingTrigger(ports, request)),
    })),
  ]);
  const events = eventEdge({ contract, logger }, async (event) => {
    const trigger = triggerFromEvent(event);
    if (!trigger) return undefined;
    const result = await startRetraining(ports, trigger);
    logger.info({ reason: trigger.reason, ...result }, 'trigger');
    return result;
  });
  return eitherEdge(http, events);
}

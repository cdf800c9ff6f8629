import * as z from 'zod/mini';
import { useCaseField } from '../../domain/api/fields.ts';
import { checkQuality } from '../../domain/api/routes/monitoring.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { eitherEdge } from '../edge/either.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { evaluateModelQuality, type QualityPorts } from './evaluate-model-quality.ts';

export { contract };

/** The schedule sends `{useCase, time}`; people send a body with at most the use case. */
const scheduleSchema = z.object({ useCase: useCaseField, time: z.optional(z.string()) });

export function makeHandler(ports: QualityPorts & ApiPorts): EventHandler {
  const http = apiEdge({ ...ports, contract }, [
    operation(checkQuality, async ({ body }) =>
      ok(await evaluateModelQuality(ports, useCaseOf(ports, body))),
    ),
  ]);
  const scheduled = eventEdge({ ...ports, contract }, async (event) => {
    const { useCase } = parseWith(scheduleSchema, event, 'scheduled event');
    return evaluateModelQuality(ports, ports.useCases.get(useCase));
  });
  return eitherEdge(http, scheduled);
}

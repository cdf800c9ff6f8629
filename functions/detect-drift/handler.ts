import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { eitherEdge } from '../edge/either.ts';
import { eventEdge, type EventHandler } from '../edge/event.ts';
import { useCaseField } from '../../domain/api/fields.ts';
import { httpEdge } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { detectDrift, type DriftPorts } from './detect-drift.ts';

export { contract };

/** The schedule sends `{useCase, time}`; people send a body with at most the use case. */
const scheduleSchema = z.object({ useCase: useCaseField, time: z.optional(z.string()) });
const bodySchema = z.strictObject({ useCase: z.optional(useCaseField) });

export function makeHandler(
  ports: DriftPorts & {
    readonly useCases: UseCaseCatalog;
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
  },
): EventHandler {
  const http = httpEdge({ ...ports, contract }, async ({ body }) => {
    const asked = parseWith(bodySchema, body, 'request');
    const useCase = chooseUseCase(ports.useCases, asked.useCase, ports.defaultUseCase);
    return { status: 200, body: await detectDrift(ports, useCase) };
  });
  const scheduled = eventEdge({ ...ports, contract }, async (event) => {
    const { useCase } = parseWith(scheduleSchema, event, 'scheduled event');
    return detectDrift(ports, ports.useCases.get(useCase));
  });
  return eitherEdge(http, scheduled);
}

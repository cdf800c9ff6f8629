import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { decideApproval, type DecidePorts } from './decide-approval.ts';

export { contract };

const bodySchema = z.strictObject({
  useCase: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  reason: z.optional(z.string().check(z.maxLength(500))),
});

/** Versions count from 1; the registry pads them to six digits. */
function versionOf(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidInputError('request', [
    { field: 'version', got: 'something else', expected: 'a whole number from 1 to 999999' },
  ]);
}

export function makeHandler(
  ports: DecidePorts & {
    readonly useCases: UseCaseCatalog;
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler {
  const { logger, allowedOrigin, useCases, defaultUseCase } = ports;
  return httpEdge({ contract, logger, allowedOrigin }, async ({ route, path, body, caller }) => {
    const { useCase, reason } = parseWith(bodySchema, body, 'request');
    return {
      status: 200,
      body: await decideApproval(ports, {
        useCase: chooseUseCase(useCases, useCase, defaultUseCase).name,
        version: versionOf(path['version']),
        decision: route.endsWith('/approve') ? 'approved' : 'rejected',
        by: caller.name,
        reason,
      }),
    };
  });
}

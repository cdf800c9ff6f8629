import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { useCaseField } from '../edge/fields.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { confirmDiagnosis, type ConfirmPorts } from './confirm-diagnosis.ts';
import { confirmMany } from './confirm-many.ts';
import { contract } from './contract.ts';

export { contract };

const singleSchema = z.strictObject({
  useCase: z.optional(useCaseField),
  diagnosis: z.unknown(),
  correct: z._default(z.optional(z.boolean()), false),
});
const bulkSchema = z.strictObject({
  useCase: z.optional(useCaseField),
  confirmations: z.array(z.unknown()).check(z.minLength(1), z.maxLength(1_000)),
});

export const makeHandler = (
  ports: ConfirmPorts & {
    readonly useCases: UseCaseCatalog;
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, body, caller }) => {
    const useCaseOf = (asked: string | undefined) =>
      chooseUseCase(ports.useCases, asked, ports.defaultUseCase);
    if (route.endsWith('/confirmations')) {
      const { useCase, confirmations } = parseWith(bulkSchema, body, 'request');
      return { status: 200, body: await confirmMany(ports, useCaseOf(useCase), confirmations, caller.name) };
    }
    const { useCase, diagnosis, correct } = parseWith(singleSchema, body, 'request');
    const confirmation = { id: path['id'] ?? '', diagnosis, correct, by: caller.name };
    return { status: 200, body: await confirmDiagnosis(ports, useCaseOf(useCase), confirmation) };
  });

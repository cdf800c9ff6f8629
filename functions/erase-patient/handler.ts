import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { patientIdField, useCaseField } from '../edge/fields.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { erasePatient, type ErasePorts } from './erase-patient.ts';

export { contract };

const bodySchema = z.strictObject({ useCase: z.optional(useCaseField), patientId: patientIdField });

export const makeHandler = (
  ports: ErasePorts & {
    readonly useCases: UseCaseCatalog;
    readonly logger: Logger;
    readonly defaultUseCase?: string | undefined;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ body, caller }) => {
    const asked = parseWith(bodySchema, body, 'request');
    const useCase = chooseUseCase(ports.useCases, asked.useCase, ports.defaultUseCase);
    return { status: 200, body: await erasePatient(ports, useCase, asked.patientId, caller.name) };
  });

import * as z from 'zod/mini';
import type { RecordStore } from '../../domain/ports.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { useCaseField } from '../edge/fields.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { ReadEdge } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readStatus } from './read-status.ts';

export { contract };

const querySchema = z.strictObject({ useCase: z.optional(useCaseField) });

/** Of one use case, or of all. */
export const makeHandler = (
  ports: { readonly records: RecordStore } & Omit<ReadEdge, 'defaultUseCase'>,
): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ query }) => {
    const { useCase } = parseWith(querySchema, query, 'query');
    const names = useCase === undefined ? ports.useCases.names : [useCase];
    const wanted = names.map((name) => ports.useCases.get(name));
    return {
      status: 200,
      body: { useCases: await Promise.all(wanted.map((one) => readStatus(ports.records, one))) },
    };
  });

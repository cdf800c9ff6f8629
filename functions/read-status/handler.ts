import { getStatus } from '../../domain/api/routes/platform.ts';
import type { RecordStore } from '../../domain/ports.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import type { ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readStatus } from './read-status.ts';

export { contract };

/** Of one use case, or of all. */
export const makeHandler = (
  ports: { readonly records: RecordStore } & Omit<ApiPorts, 'defaultUseCase'>,
): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(getStatus, async ({ query: { useCase } }) => {
      const names = useCase === undefined ? ports.useCases.names : [useCase];
      const wanted = names.map((name) => ports.useCases.get(name));
      return ok({ useCases: await Promise.all(wanted.map((one) => readStatus(ports.records, one))) });
    }),
  ]);

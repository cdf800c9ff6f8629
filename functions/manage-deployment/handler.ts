import { deployModel, rollBackModel } from '../../domain/api/routes/models.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { deployVersion, rollBackVersion, type ManagePorts } from './manage-deployment.ts';

export { contract };

export const makeHandler = (ports: ManagePorts & ApiPorts): HttpHandler =>
  apiEdge(
    { ...ports, contract },
    [
      { route: deployModel, act: deployVersion },
      { route: rollBackModel, act: rollBackVersion },
    ].map(({ route, act }) =>
      operation(route, async ({ params, body, caller, headers }) => {
        const asked = {
          version: params.version,
          reason: body.reason,
          by: caller.name,
          idempotencyKey: headers['idempotency-key'],
        };
        return ok(await act(ports, useCaseOf(ports, body), asked));
      }),
    ),
  );

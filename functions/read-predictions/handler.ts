import { getPrediction, listPredictions } from '../../domain/api/routes/predictions.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readPrediction, readPredictions, type ReadPredictionsPorts } from './read-predictions.ts';

export { contract };

export const makeHandler = (ports: ReadPredictionsPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(listPredictions, async ({ query, caller }) => {
      const { status, order } = query;
      const asked = { status, order, page: pageOf(query), by: caller.name };
      return ok(await readPredictions(ports, useCaseOf(ports, query), asked));
    }),
    operation(getPrediction, async ({ query, params, caller }) =>
      ok(await readPrediction(ports, useCaseOf(ports, query), { id: params.id, by: caller.name })),
    ),
  ]);

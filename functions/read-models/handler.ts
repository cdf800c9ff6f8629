import { compareModels, getModel, getModelCard, listModels } from '../../domain/api/routes/models.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { compareVersions } from './compare.ts';
import { contract } from './contract.ts';
import { readModelCard } from './model-card.ts';
import { readModel, readModels, type ReadModelsPorts } from './read-models.ts';

export { contract };

export const makeHandler = (ports: ReadModelsPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(listModels, async ({ query }) =>
      ok(await readModels(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getModel, async ({ query, params }) =>
      ok(await readModel(ports, useCaseOf(ports, query), params.version)),
    ),
    operation(compareModels, async ({ query }) =>
      ok(await compareVersions(ports, useCaseOf(ports, query), query)),
    ),
    operation(getModelCard, async ({ query, params }) =>
      ok(await readModelCard(ports, useCaseOf(ports, query), params.version)),
    ),
  ]);

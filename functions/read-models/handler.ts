import { httpEdge, type HttpHandler } from '../edge/http.ts';
import { pageOf, useCaseOf, type ReadEdge } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readModel, readModels, type ReadModelsPorts } from './read-models.ts';

export { contract };

export const makeHandler = (ports: ReadModelsPorts & ReadEdge): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, query }) => {
    if (route === '/models/{version}')
      return { status: 200, body: await readModel(ports, useCaseOf(ports, query), path) };
    const { useCase, page } = pageOf(ports, query);
    return { status: 200, body: await readModels(ports, useCase, page) };
  });

import { httpEdge, type HttpHandler } from '../edge/http.ts';
import { pageOf, useCaseOf, type ReadEdge } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readExecutions, readOneExecution, type ReadExecutionsPorts } from './read-executions.ts';

export { contract };

export const makeHandler = (ports: ReadExecutionsPorts & ReadEdge): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, query }) => {
    if (route === '/executions/{name}')
      return {
        status: 200,
        body: await readOneExecution(ports, useCaseOf(ports, query), path),
      };
    const { useCase, page } = pageOf(ports, query);
    return { status: 200, body: await readExecutions(ports, useCase, page) };
  });

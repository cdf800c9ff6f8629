import { httpEdge, type HttpHandler } from '../edge/http.ts';
import { pageOf, useCaseOf, type ReadEdge } from '../edge/read.ts';
import { contract } from './contract.ts';
import {
  readDrift,
  readDriftPage,
  readDriftReport,
  readQuality,
  type ReadMonitoringPorts,
} from './read-monitoring.ts';

export { contract };

export const makeHandler = (ports: ReadMonitoringPorts & ReadEdge): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, query }) => {
    const windowId = path['windowId'];
    if (windowId !== undefined) {
      const useCase = useCaseOf(ports, query);
      return route.endsWith('/page')
        ? { status: 200, page: await readDriftPage(ports, useCase, windowId) }
        : { status: 200, body: await readDriftReport(ports, useCase, windowId) };
    }
    const { useCase, page } = pageOf(ports, query);
    const read = route === '/monitoring/quality' ? readQuality : readDrift;
    return { status: 200, body: await read(ports, useCase, page) };
  });

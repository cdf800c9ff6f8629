import {
  getDriftPage,
  getDriftWindow,
  listDriftWindows,
  listQualityWindows,
} from '../../domain/api/routes/monitoring.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import {
  readDrift,
  readDriftPage,
  readDriftReport,
  readQuality,
  type ReadMonitoringPorts,
} from './read-monitoring.ts';

export { contract };

export const makeHandler = (ports: ReadMonitoringPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(listDriftWindows, async ({ query }) =>
      ok(await readDrift(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(listQualityWindows, async ({ query }) =>
      ok(await readQuality(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getDriftWindow, async ({ query, params }) =>
      ok(await readDriftReport(ports, useCaseOf(ports, query), params.windowId)),
    ),
    operation(getDriftPage, async ({ query, params }) => ({
      status: 200,
      page: await readDriftPage(ports, useCaseOf(ports, query), params.windowId),
    })),
  ]);

import {
  getCoverage,
  getDriftPage,
  getDriftTimeline,
  getDriftWindow,
  getFairness,
  getTraffic,
  listAlarms,
  listDriftWindows,
  listQualityWindows,
} from '../../domain/api/routes/monitoring.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { readAlarms } from './alarms.ts';
import { contract } from './contract.ts';
import { readCoverage, readFairness, readTraffic, type CountPorts } from './counts.ts';
import { readDrift, readDriftPage, readDriftReport, readQuality } from './read-monitoring.ts';
import { readTimeline } from './timeline.ts';

export { contract };

export const makeHandler = (ports: CountPorts & ApiPorts): HttpHandler =>
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
    operation(getDriftTimeline, async ({ query }) =>
      ok(await readTimeline(ports, useCaseOf(ports, query), query.windows)),
    ),
    operation(listAlarms, async ({ query }) => {
      const names = query.useCase === undefined ? ports.useCases.names : [query.useCase];
      const wanted = names.map((name) => ports.useCases.get(name));
      const alarms = await Promise.all(wanted.map((one) => readAlarms(ports.records, one)));
      return ok({ alarms: alarms.flat() });
    }),
    operation(getCoverage, async ({ query }) =>
      ok(await readCoverage(ports, useCaseOf(ports, query), query.days)),
    ),
    operation(getTraffic, async ({ query }) =>
      ok(await readTraffic(ports, useCaseOf(ports, query), query.hours)),
    ),
    operation(getFairness, async ({ query }) => ok(await readFairness(ports, useCaseOf(ports, query)))),
  ]);

import { httpRoutes } from '../../domain/api/route.ts';
import {
  getCoverage,
  getDriftPage,
  getDriftTimeline,
  getFairness,
  getTraffic,
  listAlarms,
  getDriftWindow,
  listDriftWindows,
  listQualityWindows,
} from '../../domain/api/routes/monitoring.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-monitoring',
  description: 'Lists what monitoring found of a use case, and shows a drift report',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.objectsRead],
  routes: httpRoutes(
    listDriftWindows,
    getDriftTimeline,
    getDriftWindow,
    getDriftPage,
    listQualityWindows,
    listAlarms,
    getCoverage,
    getTraffic,
    getFairness,
  ),
});

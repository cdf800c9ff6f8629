import { httpRoutes } from '../../domain/api/route.ts';
import {
  getCosts,
  getHealth,
  getMe,
  getOpenApi,
  getUseCase,
  listAudit,
  listEvents,
  listUseCases,
} from '../../domain/api/routes/platform.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-platform',
  description: 'Tells what the platform is: its use cases, health, cost, events, audit trail and interface',
  kind: 'http',
  memoryMiB: 512,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.objectsRead],
  routes: httpRoutes(getHealth, getOpenApi, listUseCases, getUseCase, getMe, getCosts, listEvents, listAudit),
});

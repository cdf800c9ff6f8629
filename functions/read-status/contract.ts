import { httpRoutes } from '../../domain/api/route.ts';
import { getStatus } from '../../domain/api/routes/platform.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-status',
  description: 'Tells for each use case whether it runs, what serves it, how it drifts and what is going on',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery],
  routes: httpRoutes(getStatus),
});

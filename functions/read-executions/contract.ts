import { httpRoutes } from '../../domain/api/route.ts';
import { getExecution, listExecutions } from '../../domain/api/routes/retraining.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-executions',
  description: 'Lists the retrainings of a use case, and shows one with its states',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery],
  routes: httpRoutes(listExecutions, getExecution),
});

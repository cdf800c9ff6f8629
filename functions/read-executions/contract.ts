import { httpRoutes } from '../../domain/api/route.ts';
import {
  getExecution,
  getExecutionState,
  getTraining,
  listExecutions,
  listTrainings,
} from '../../domain/api/routes/retraining.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-executions',
  description: 'Lists the retrainings of a use case, and shows one with its states',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'RETRAINING_STATE_MACHINE_ARN', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.objectsRead, ...uses.machineHistory],
  routes: httpRoutes(listExecutions, getExecution, getExecutionState, listTrainings, getTraining),
});

import { httpRoutes } from '../../domain/api/route.ts';
import { compareModels, getModel, getModelCard, listModels } from '../../domain/api/routes/models.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-models',
  description: 'Lists the registered versions of a use case, and shows one with its evaluation',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.objectsRead],
  routes: httpRoutes(listModels, getModel, compareModels, getModelCard),
});

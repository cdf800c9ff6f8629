import { httpRoutes } from '../../domain/api/route.ts';
import { deployModel, rollBackModel } from '../../domain/api/routes/models.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'manage-deployment',
  description: 'Puts a version into service by hand, or takes it back',
  kind: 'http',
  memoryMiB: 512,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.objectsRead],
  routes: httpRoutes(deployModel, rollBackModel),
});

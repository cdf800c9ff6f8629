import { httpRoutes } from '../../domain/api/route.ts';
import { getPrediction, listPredictions } from '../../domain/api/routes/predictions.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-predictions',
  description:
    'Lists captured predictions without features, and shows one with them; each reading is audited',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.recordsPut, ...uses.photographsRead],
  routes: httpRoutes(listPredictions, getPrediction),
});

import { httpRoutes } from '../../domain/api/route.ts';
import {
  downloadInferenceResults,
  getInferenceJob,
  listInferenceJobs,
  startInferenceJob,
} from '../../domain/api/routes/inference.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'run-inference',
  description: 'Predicts a whole table, stores results and drift score, and gives an address for them',
  kind: 'http',
  // A table of 64 MiB is held as bytes, text and cells at once.
  memoryMiB: 2048,
  timeoutSeconds: 29,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsQuery,
    ...uses.recordsPut,
    ...uses.objectsRead,
    ...uses.objectsPut,
    ...uses.objectsDelete,
  ],
  routes: httpRoutes(startInferenceJob, listInferenceJobs, getInferenceJob, downloadInferenceResults),
});

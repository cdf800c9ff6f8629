import { httpRoutes } from '../../domain/api/route.ts';
import { getDataset, listDatasets, previewDataset } from '../../domain/api/routes/datasets.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'read-datasets',
  description: 'Lists datasets, and shows one with its validation report and what it looks like',
  kind: 'http',
  memoryMiB: 1024,
  timeoutSeconds: 29,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.recordsPut, ...uses.objectsRead],
  routes: httpRoutes(listDatasets, getDataset, previewDataset),
});

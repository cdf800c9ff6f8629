import { httpRoutes } from '../../domain/api/route.ts';
import { completeUpload, createUpload, ingestDataset } from '../../domain/api/routes/datasets.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

/** Runs when a manifest was uploaded (S3 Object Created), and for small tables behind the API. */
export const contract = defineContract({
  name: 'ingest-dataset',
  description: 'Checks, pseudonymises and cleans a dataset, quarantines bad rows, and requests a retraining',
  kind: 'http',
  // Files of 64 MiB are held as bytes, text and cells at once.
  memoryMiB: 2048,
  timeoutSeconds: 300,
  environment: [
    'RECORDS_TABLE',
    'OBJECTS_BUCKET',
    'EVENT_BUS_NAME',
    'PSEUDONYM_SECRET_ARN',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'USE_CASE',
    'CONSOLE_URL',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.objectsRead,
    ...uses.objectsPut,
    ...uses.objectsDelete,
    ...uses.bus,
    ...uses.alerts,
    ...uses.pseudonymSecret,
  ],
  routes: httpRoutes(ingestDataset, createUpload, completeUpload),
});

import { httpRoutes } from '../../domain/api/route.ts';
import { predict, predictBatch } from '../../domain/api/routes/predictions.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'predict',
  description: 'Scores and explains one record, captures the prediction and alerts for a positive one',
  kind: 'http',
  memoryMiB: 512,
  // Two attempts at an endpoint of 5 s each, and as long for the photograph.
  timeoutSeconds: 20,
  environment: [
    'RECORDS_TABLE',
    'OBJECTS_BUCKET',
    'RESOURCE_PREFIX',
    'PSEUDONYM_SECRET_ARN',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'USE_CASE',
    'POINTER_CACHE_SECONDS',
    'CONSOLE_URL',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.objectsRead,
    ...uses.photographs,
    ...uses.invokeEndpoint,
    ...uses.alerts,
    ...uses.pseudonymSecret,
  ],
  routes: httpRoutes(predict, predictBatch),
});

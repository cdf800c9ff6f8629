import { httpRoutes } from '../../domain/api/route.ts';
import { checkDrift } from '../../domain/api/routes/monitoring.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

/** Runs on the schedule of a use case, and for people behind the API. */
export const contract = defineContract({
  name: 'detect-drift',
  description:
    'Judges the predictions captured since the last window against the baseline of the version in service',
  kind: 'http',
  // A window of 20,000 records with 30 features each is about 100 MB.
  memoryMiB: 1024,
  timeoutSeconds: 120,
  environment: [
    'RECORDS_TABLE',
    'OBJECTS_BUCKET',
    'EVENT_BUS_NAME',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'USE_CASE',
    'CONSOLE_URL',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsQuery,
    ...uses.recordsPut,
    ...uses.objectsRead,
    ...uses.objectsPut,
    ...uses.bus,
    ...uses.alerts,
  ],
  routes: httpRoutes(checkDrift),
});

import { httpRoutes } from '../../domain/api/route.ts';
import { checkQuality } from '../../domain/api/routes/monitoring.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

/** Runs on the schedule of a use case, and for people behind the API. */
export const contract = defineContract({
  name: 'evaluate-model-quality',
  description: 'Compares confirmed diagnoses with what the version in service predicted',
  kind: 'http',
  memoryMiB: 512,
  timeoutSeconds: 60,
  environment: [
    'RECORDS_TABLE',
    'EVENT_BUS_NAME',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'USE_CASE',
    'CONSOLE_URL',
  ],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.recordsPut, ...uses.bus, ...uses.alerts],
  routes: httpRoutes(checkQuality),
});

import { httpRoutes } from '../../domain/api/route.ts';
import { pauseUseCase, resumeUseCase } from '../../domain/api/routes/platform.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'set-use-case-switch',
  description: 'Pauses a use case (no serving, no retraining) and resumes it',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: [
    'RECORDS_TABLE',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'CONSOLE_URL',
  ],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.alerts],
  routes: httpRoutes(pauseUseCase, resumeUseCase),
});

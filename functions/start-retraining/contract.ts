import { httpRoutes } from '../../domain/api/route.ts';
import { retrain, startTraining } from '../../domain/api/routes/retraining.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'start-retraining',
  description: 'Starts a retraining for an event, a schedule or POST /retrain: one at a time, once per cause',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: [
    'RECORDS_TABLE',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
    'RETRAINING_STATE_MACHINE_ARN',
    'CONSOLE_URL',
    'USE_CASE',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.alerts,
    ...uses.startMachine,
    ...uses.describeMachine,
  ],
  routes: httpRoutes(retrain, startTraining),
});

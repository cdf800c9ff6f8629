import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'request-approval',
  description: 'Asks for a decision about a version that passed the gate',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['request-approval'],
  environment: [
    'RECORDS_TABLE',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
  ],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.recordsCheck, ...uses.alerts],
});

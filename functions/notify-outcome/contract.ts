import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'notify-outcome',
  description: 'Tells people how a retraining ended, once, and closes its record',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['notify-outcome'],
  environment: [
    'RECORDS_TABLE',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
  ],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.alerts],
});

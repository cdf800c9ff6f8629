import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'on-execution-ended',
  description: 'Tidies up after an execution that ended without doing so itself',
  kind: 'event',
  memoryMiB: 256,
  timeoutSeconds: 60,
  environment: [
    'RECORDS_TABLE',
    'RESOURCE_PREFIX',
    'ALERT_TOPIC_INFO_ARN',
    'ALERT_TOPIC_WARNING_ARN',
    'ALERT_TOPIC_CRITICAL_ARN',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.alerts,
    ...uses.describeEndpoint,
    ...uses.updateEndpoint,
    ...uses.recreateEndpoint,
  ],
});

import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'check-deployment',
  description: 'Tells whether a deployment is healthy, and makes a healthy one final',
  kind: 'task',
  memoryMiB: 512,
  timeoutSeconds: functionTimeouts['check-deployment'],
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'RESOURCE_PREFIX'],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.recordsCheck,
    ...uses.objectsRead,
    ...uses.metricsRead,
    ...uses.describeEndpoint,
    ...uses.describeConfiguration,
    ...uses.cleanUpConfigurations,
  ],
});

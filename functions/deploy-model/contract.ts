import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'deploy-model',
  description: 'Puts a version into service, or what served before',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['deploy-model'],
  environment: ['RECORDS_TABLE'],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.recordsCheck],
});

import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'approve-model',
  description: 'Writes a decision about a version into the registry',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['approve-model'],
  environment: ['RECORDS_TABLE'],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.recordsCheck],
});

import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'release-lock',
  description: 'Frees the lock of a retraining that ends',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['release-lock'],
  environment: ['RECORDS_TABLE'],
  actions: [...uses.recordsGet, ...uses.recordsPut],
});

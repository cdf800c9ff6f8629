import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'approve-model',
  description: 'Writes a decision about a version into the registry and on its card',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['approve-model'],
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET'],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.recordsCheck,
    ...uses.objectsRead,
    ...uses.objectsPut,
  ],
});

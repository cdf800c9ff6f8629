import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'evaluate-model',
  description:
    'Checks what a training made, compares it with the version in service, registers it with the verdict of the gate',
  kind: 'task',
  memoryMiB: 1024,
  timeoutSeconds: functionTimeouts['evaluate-model'],
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET'],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsQuery,
    ...uses.recordsPut,
    ...uses.recordsCheck,
    ...uses.objectsRead,
    ...uses.objectsPut,
  ],
});

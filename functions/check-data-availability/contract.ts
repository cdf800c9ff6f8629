import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'check-data-availability',
  description: 'Counts what is new since the version in service and checks the base table',
  kind: 'task',
  memoryMiB: 1024,
  timeoutSeconds: functionTimeouts['check-data-availability'],
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET'],
  actions: [...uses.recordsGet, ...uses.recordsQuery, ...uses.objectsRead],
});

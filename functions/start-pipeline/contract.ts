import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'start-pipeline',
  description: 'Makes the snapshot of all rows with a known outcome and starts the training on it',
  kind: 'task',
  memoryMiB: 1769,
  timeoutSeconds: functionTimeouts['start-pipeline'],
  environment: ['RECORDS_TABLE', 'TRAINING_PIPELINE_NAME', 'OBJECTS_BUCKET'],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsQuery,
    ...uses.recordsPut,
    ...uses.recordsCheck,
    ...uses.objectsRead,
    ...uses.objectsPut,
    ...uses.startPipeline,
  ],
});

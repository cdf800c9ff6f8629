import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'check-pipeline-status',
  description: 'Asks how a training goes, or stops it',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['check-pipeline-status'],
  environment: ['TRAINING_PIPELINE_NAME', 'OBJECTS_BUCKET'],
  actions: [...uses.describePipeline, ...uses.stopPipeline],
});

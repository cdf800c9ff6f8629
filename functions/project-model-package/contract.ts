import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'project-model-package',
  description: "Writes what SageMaker's registry announces of a version into the platform's records",
  kind: 'event',
  memoryMiB: 256,
  timeoutSeconds: 30,
  environment: ['RECORDS_TABLE', 'RESOURCE_PREFIX'],
  actions: [...uses.recordsGet, ...uses.recordsPut],
});

import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'report-violations',
  description: 'Makes the drift event of what a job of Model Monitor found',
  kind: 'event',
  memoryMiB: 256,
  timeoutSeconds: 30,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'EVENT_BUS_NAME', 'RESOURCE_PREFIX'],
  actions: [...uses.recordsGet, ...uses.objectsRead, ...uses.bus],
});

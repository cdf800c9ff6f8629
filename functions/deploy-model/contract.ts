import { defineContract, uses } from '../../domain/function-contract.ts';
import { functionTimeouts } from '../../domain/retraining/machine-tasks.ts';

export const contract = defineContract({
  name: 'deploy-model',
  description: 'Puts a version into service, or what served before',
  kind: 'task',
  memoryMiB: 256,
  timeoutSeconds: functionTimeouts['deploy-model'],
  environment: [
    'RECORDS_TABLE',
    'RESOURCE_PREFIX',
    'OBJECTS_BUCKET',
    'INFERENCE_IMAGE',
    'ROLE_ARN_PREFIX',
    'KEY_ARN',
    'SUBNET_IDS',
    'SECURITY_GROUP_IDS',
  ],
  actions: [
    ...uses.recordsGet,
    ...uses.recordsPut,
    ...uses.recordsCheck,
    ...uses.describeEndpoint,
    ...uses.describeConfiguration,
    ...uses.createModel,
    ...uses.createConfiguration,
    ...uses.updateEndpoint,
    ...uses.recreateEndpoint,
  ],
});

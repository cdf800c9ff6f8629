import { httpRoutes } from '../../domain/api/route.ts';
import { erasePatient } from '../../domain/api/routes/predictions.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'erase-patient',
  description:
    "Erases a patient's predictions and dataset rows, and names the model versions that learnt from them",
  kind: 'http',
  memoryMiB: 1024,
  timeoutSeconds: 29,
  environment: ['RECORDS_TABLE', 'OBJECTS_BUCKET', 'PSEUDONYM_SECRET_ARN', 'USE_CASE', 'CONSOLE_URL'],
  actions: [
    ...uses.recordsQuery,
    ...uses.recordsPut,
    ...uses.recordsDelete,
    ...uses.objectsRead,
    ...uses.objectsPut,
    ...uses.objectsDelete,
    ...uses.pseudonymSecret,
  ],
  routes: httpRoutes(erasePatient),
});

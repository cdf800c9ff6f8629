import { httpRoutes } from '../../domain/api/route.ts';
import { approveModel, rejectModel } from '../../domain/api/routes/models.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'decide-approval',
  description: 'Takes the decision about a version that waits for one',
  kind: 'http',
  memoryMiB: 256,
  timeoutSeconds: 20,
  environment: ['RECORDS_TABLE', 'RETRAINING_STATE_MACHINE_ARN', 'CONSOLE_URL', 'USE_CASE'],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.describeMachine, ...uses.answerTask],
  routes: httpRoutes(approveModel, rejectModel),
});

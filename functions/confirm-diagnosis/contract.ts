import { httpRoutes } from '../../domain/api/route.ts';
import { confirmDiagnoses, confirmDiagnosis, sendFeedback } from '../../domain/api/routes/predictions.ts';
import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'confirm-diagnosis',
  description: 'Takes what a clinician or pathology found, for one prediction or up to 1,000',
  kind: 'http',
  memoryMiB: 512,
  // 1,000 confirmations are 1,000 reads and 1,000 transactions, ten at a time.
  timeoutSeconds: 29,
  environment: ['RECORDS_TABLE', 'USE_CASE', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsPut],
  routes: httpRoutes(confirmDiagnosis, confirmDiagnoses, sendFeedback),
});

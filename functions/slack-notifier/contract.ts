import { defineContract, uses } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'slack-notifier',
  description: 'Posts notifications of the alert topics to Slack, each once',
  kind: 'event',
  memoryMiB: 256,
  timeoutSeconds: 30,
  environment: ['RECORDS_TABLE', 'SLACK_SECRET_ARN', 'CONSOLE_URL'],
  actions: [...uses.recordsGet, ...uses.recordsPut, ...uses.recordsDelete, ...uses.slackSecret],
  needsInternet: true,
});

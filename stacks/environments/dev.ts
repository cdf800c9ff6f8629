import { defineEnvironment } from './schema.ts';

/** For trying things out: the cheapest form, and the only one that one command may tear down. */
export const dev = defineEnvironment({
  name: 'dev',
  // The example accounts of AWS's documentation: put your own here. A plan in any other account is refused.
  accountId: '111122223333',
  region: 'eu-central-1',
  owner: 'clinical-ai-platform',
  costCenter: 'clinical-ai',
  alertEmails: { critical: ['clinical-ai-dev@example.org'], warning: ['clinical-ai-dev@example.org'] },
  protect: false,
  // 12 USD a month of what would be 15: set true while you work on them.
  dashboards: false,
  runbookUrl: 'https://github.com/example/modelkeep/blob/main/docs/runbook.md',
});

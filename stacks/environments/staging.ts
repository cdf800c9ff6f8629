import { defineEnvironment } from './schema.ts';

/** As prod, with made-up patients: what is promoted to prod has run here. */
export const staging = defineEnvironment({
  name: 'staging',
  accountId: '444455556666',
  region: 'eu-central-1',
  owner: 'clinical-ai-platform',
  costCenter: 'clinical-ai',
  alertEmails: { critical: ['clinical-ai@example.org'], warning: ['clinical-ai@example.org'] },
  tracing: true,
  runbookUrl: 'https://github.com/example/modelkeep/blob/main/docs/runbook.md',
});

import { defineEnvironment } from './schema.ts';

export const prod = defineEnvironment({
  name: 'prod',
  accountId: '777788889999',
  region: 'eu-central-1',
  owner: 'clinical-ai-platform',
  costCenter: 'clinical-ai',
  alertEmails: {
    critical: ['clinical-ai-on-call@example.org'],
    warning: ['clinical-ai@example.org'],
    info: ['clinical-ai@example.org'],
  },
  tracing: true,
  web: { mfa: 'required' },
  runbookUrl: 'https://github.com/example/modelkeep/blob/main/docs/runbook.md',
});

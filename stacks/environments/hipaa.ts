import { defineEnvironment } from './schema.ts';

/** For protected health information under HIPAA: functions and jobs reach AWS by private endpoints only, Model Monitor watches endpoints. */
export const hipaa = defineEnvironment({
  name: 'hipaa',
  accountId: '999988887777',
  region: 'us-east-1',
  owner: 'clinical-ai-platform',
  costCenter: 'clinical-ai',
  alertEmails: {
    critical: ['clinical-ai-on-call@example.org'],
    warning: ['clinical-ai@example.org'],
    info: ['clinical-ai@example.org'],
  },
  network: { kind: 'private' },
  // Only an account that has used it before: AWS gives it to no new ones.
  monitoringEngine: 'model-monitor',
  // An example as the account is: put the execution of your own first approved version here.
  firstModels: { 'skin-lesion': 'executions/skin-lesion-00000000000000000000000000000000/' },
  // Six years, as for the audit: what a function logged belongs to the record of who did what.
  logRetentionDays: 2192,
  tracing: true,
  web: { mfa: 'required' },
  runbookUrl: 'https://github.com/example/modelkeep/blob/main/docs/runbook.md',
});

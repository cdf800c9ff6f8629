import { describe, expect, test } from '@jest/globals';
import { outcomeNames } from './outcome.ts';
import { outcomeNotification } from './outcome-notification.ts';
import { errorInWords, outcomeReasons } from './outcome-reasons.ts';
import type { RetrainingPayload } from './payload.ts';

const trigger = {
  useCase: 'u',
  reason: 'drift',
  cause: 'c',
  requestedAt: 't',
  explanation: 'radius_mean moved',
} as const;
const payload = (change: Partial<RetrainingPayload>): RetrainingPayload => ({
  schemaVersion: 1,
  executionName: 'e',
  useCase: 'u',
  trigger,
  generation: 1,
  approval: 'manual',
  limits: { pipelineSeconds: 1800, approvalSeconds: 259_200, deploymentSeconds: 90 },
  ...change,
});
const evaluation = {
  passed: true,
  version: 4,
  championVersion: 3,
  reasons: ['recall 0.95: at least 0.9'],
  metrics: { accuracy: 0.98, recall: 0.95 },
  championMetrics: { accuracy: 0.9 },
};

describe('reasons', () => {
  test.each([
    [
      'PipelineTimedOut',
      { pipelineStatus: { status: 'Executing', elapsedSeconds: 1860, failureReason: null } },
      /31 minutes, at most 30 minutes/,
    ],
    ['ApprovalTimedOut', {}, /within 72 hours/],
    ['RolledBack', { rollback: { restoredVersion: null } }, /nothing serves now/],
    ['DeployFailed', { error: { Error: 'X', Cause: 'because\n  at line 3' } }, /^X: because$/],
    ['Aborted', {}, /ended from outside/],
  ] as const)('%s in words', (name, change, expected) => {
    expect(outcomeReasons(payload({ ...change, outcome: { name } })).join('\n')).toMatch(expected);
  });

  test('the cause of a Lambda function is its message alone, not its stack', () => {
    const Cause = JSON.stringify({ errorType: 'E', errorMessage: 'no quota', trace: ['at secret.ts'] });
    expect(errorInWords({ Error: 'E', Cause })).toBe('E: no quota');
    expect(errorInWords({ Error: 'E', Cause: '{"other":1}' })).toBe('E');
    expect(errorInWords({ Error: 'E', Cause: 'x'.repeat(1000) }).length).toBeLessThan(310);
  });

  test.each(outcomeNames)('%s has a title, a severity, a link and one key', (outcome) => {
    const ended = { executionName: 'e', useCase: 'u', trigger, outcome, reasons: ['r'], evaluation };
    const message = outcomeNotification(ended, new Date(0));
    expect(message).toMatchObject({
      key: 'e/outcome',
      link: '/executions/e?useCase=u',
      reasons: ['r'],
      facts: { outcome, trigger: 'drift', because: 'radius_mean moved', comparedWith: 'version 3' },
      metrics: [
        { name: 'accuracy', before: 0.9, after: 0.98 },
        { name: 'recall', before: null, after: 0.95 },
      ],
    });
    // The use case is a field of its own, shown by every receiver.
    expect(message.title).toMatch(/^[A-Z].{8,}[^)]$/);
  });
});

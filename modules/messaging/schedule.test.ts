import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { Schedule, type ScheduleProps } from './schedule.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:start-retraining:live';
const queueArn = 'arn:aws:sqs:eu-central-1:123456789012:dead';
const props: ScheduleProps = {
  place: testPlace,
  name: 'dev-monthly',
  description: 'Retrains each month',
  expression: 'rate(30 days)',
  functionArn,
  input: { trigger: 'schedule' },
  deadLetters: { queueArn, keyArn: testKeyArn },
};

test('calls the function with its input, tries again, and loses nothing', () => {
  const made = synth((scope) => new Schedule(scope, 's', props));
  expect(made.only('aws_scheduler_schedule')).toMatchObject({
    schedule_expression: 'rate(30 days)',
    schedule_expression_timezone: 'UTC',
    state: 'ENABLED',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: functionArn,
      input: '{"trigger":"schedule"}',
      dead_letter_config: { arn: queueArn },
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
    },
  });
});

test('its role may call this function and fill the queue, and nothing else', () => {
  const statements = synth((scope) => new Schedule(scope, 's', props)).statements('aws_iam_role_policy');
  expect(statements.map((statement) => [statement['Action'], statement['Resource']])).toEqual([
    [['lambda:InvokeFunction'], [functionArn]],
    [['sqs:SendMessage'], [queueArn]],
    [['kms:GenerateDataKey', 'kms:Decrypt'], [testKeyArn]],
  ]);
});

test.each(['rate(1 minute)', 'rate(30 days)', 'cron(0 3 ? * MON *)', 'at(2030-01-31T03:00:00)'])(
  '%s is an expression',
  (expression) => {
    expect(problemsOf((scope) => new Schedule(scope, 's', { ...props, expression }))).toBe('');
  },
);

test.each(['rate(1 days)', 'rate(30 day)', 'rate(0 days)', 'cron(0 3 * * 1)', 'daily'])(
  '%s fails the synth',
  (expression) => {
    expect(problemsOf((scope) => new Schedule(scope, 's', { ...props, expression }))).toContain(
      `[test/s] expression: got "${expression}"`,
    );
  },
);

import { expect, test } from '@jest/globals';
import { problemsOf, synth, testPlace } from '../testing/synth.ts';
import { EventBus } from './event-bus.ts';
import { EventRule, type EventRuleProps } from './event-rule.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:start-retraining';
const props: EventRuleProps = {
  place: testPlace,
  name: 'dev-drift',
  description: 'Drift starts a retraining',
  pattern: { source: ['modelkeep'], 'detail-type': ['Drift Detected'] },
  target: { functionArn, qualifier: 'live' },
};
const rule = (more: Partial<EventRuleProps> = {}) =>
  synth((scope) => new EventRule(scope, 'drift', { ...props, ...more }));

test('calls a function by its alias, and may', () => {
  const made = rule();
  expect(made.only('aws_cloudwatch_event_rule')).toMatchObject({
    event_pattern: '{"source":["modelkeep"],"detail-type":["Drift Detected"]}',
    state: 'ENABLED',
  });
  expect(made.only('aws_cloudwatch_event_target')).toMatchObject({ arn: `${functionArn}:live` });
  expect(made.only('aws_lambda_permission')).toMatchObject({
    function_name: functionArn,
    qualifier: 'live',
    source_arn: expect.stringContaining('aws_cloudwatch_event_rule'),
  });
});

test('starts a state machine by a role that can do nothing else', () => {
  const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:retraining';
  const made = rule({ target: { stateMachineArn } });
  expect(made.statements('aws_iam_role_policy')).toEqual([
    { Sid: 'Start', Effect: 'Allow', Action: ['states:StartExecution'], Resource: [stateMachineArn] },
  ]);
  expect(made.only('aws_cloudwatch_event_target')['role_arn']).toContain('aws_iam_role');
});

test('a topic is reached by its own policy: no role, no permission', () => {
  const made = rule({ target: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:critical' } });
  expect(made.all('aws_iam_role')).toEqual([]);
  expect(made.all('aws_lambda_permission')).toEqual([]);
});

test('listens on a bus of its own, with a queue for what cannot be delivered, and can be stopped', () => {
  const made = synth((scope) => {
    const bus = new EventBus(scope, 'bus', { name: 'dev' });
    new EventRule(scope, 'drift', {
      ...props,
      busName: bus.name,
      deadLetterQueueArn: 'arn:aws:sqs:eu-central-1:123456789012:dead',
      retry: { maxAttempts: 3, maxAgeSeconds: 3600 },
      input: { useCase: 'a' },
      enabled: false,
    });
  });
  expect(made.only('aws_cloudwatch_event_rule')).toMatchObject({
    state: 'DISABLED',
    event_bus_name: expect.stringContaining('aws_cloudwatch_event_bus'),
  });
  expect(made.only('aws_cloudwatch_event_target')).toMatchObject({
    event_bus_name: expect.stringContaining('aws_cloudwatch_event_bus'),
    dead_letter_config: { arn: 'arn:aws:sqs:eu-central-1:123456789012:dead' },
    retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
    input: '{"useCase":"a"}',
  });
});

test.each<[string, Partial<EventRuleProps>, string]>([
  ['a field that no event has', { pattern: { detailType: ['x'] } }, 'pattern: got "detailType"'],
  [
    'an empty list',
    { pattern: { detail: { state: { value: [] } } } },
    'pattern.detail.state.value: got an empty list',
  ],
  ['an empty pattern', { pattern: {} }, 'pattern: got none'],
])('%s fails the synth', (_what, more, message) => {
  expect(problemsOf((scope) => new EventRule(scope, 'drift', { ...props, ...more }))).toContain(message);
});

test('a bus named default fails the synth', () => {
  expect(problemsOf((scope) => new EventBus(scope, 'bus', { name: 'default' }))).toContain('[test/bus] name');
});

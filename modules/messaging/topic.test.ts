import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { Topic, type TopicProps } from './topic.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:slack-notifier';
const props: TopicProps = {
  place: testPlace,
  name: 'dev-critical',
  keyArn: testKeyArn,
  senders: ['cloudwatch', 'events', 'budgets'],
  subscribers: [{ email: 'team@example.org' }, { name: 'slack', functionArn }],
};
const made = synth((scope) => new Topic(scope, 'topic', props));

test('is encrypted and refuses messages without TLS', () => {
  expect(made.only('aws_sns_topic')).toEqual({ name: 'dev-critical', kms_master_key_id: testKeyArn });
  expect(made.statements('aws_sns_topic_policy')[0]).toMatchObject({
    Effect: 'Deny',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
});

test('the named senders may publish for this account; EventBridge without a condition, which it could not meet', () => {
  const allowed = made
    .statements('aws_sns_topic_policy')
    .filter((statement) => statement['Effect'] === 'Allow');
  const own = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
  expect(allowed.map((statement) => [statement['Principal'], statement['Condition']])).toEqual([
    [{ Service: 'cloudwatch.amazonaws.com' }, own],
    [{ Service: 'events.amazonaws.com' }, undefined],
    [{ Service: 'budgets.amazonaws.com' }, own],
  ]);
});

test('a function that subscribes may be called by this topic', () => {
  expect(made.all('aws_sns_topic_subscription').map((subscription) => subscription['protocol'])).toEqual(
    expect.arrayContaining(['email', 'lambda']),
  );
  expect(made.only('aws_lambda_permission')).toMatchObject({
    function_name: functionArn,
    principal: 'sns.amazonaws.com',
    source_arn: expect.stringContaining('aws_sns_topic'),
  });
});

test.each<[string, TopicProps['subscribers'], string]>([
  ['no address', [{ email: 'team' }], 'subscribers[0].email: got "team", expected an e-mail address'],
  ['plain http', [{ httpsUrl: 'http://example.org' }], 'subscribers[0].httpsUrl: got "http://example.org"'],
  ['a short number', [{ phoneNumber: '0171' }], 'subscribers[0].phoneNumber: got "0171"'],
  ['somebody twice', [{ email: 'A@b.org' }, { email: 'a@b.org' }], 'subscribers: "a@b.org" is there twice'],
])('%s fails the synth', (_what, subscribers = [], message) => {
  expect(problemsOf((scope) => new Topic(scope, 'topic', { ...props, subscribers }))).toContain(message);
});

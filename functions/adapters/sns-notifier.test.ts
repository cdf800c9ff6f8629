import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import type { Notification } from '../../domain/events/notification.ts';
import { ThrottledError } from '../../domain/ports.ts';
import { SnsNotifier, subjectOf } from './sns-notifier.ts';

const aws = mockClient(SNSClient);
const topics = { info: 'arn:info', warning: 'arn:warning', critical: 'arn:critical' };
const notifier = new SnsNotifier(new SNSClient({ region: 'us-east-1' }), topics);
const notification: Notification = {
  key: 'k',
  severity: 'critical',
  topic: 'prediction',
  useCase: 'breast-cancer',
  title: 'Geprüft\n– bösartig 🩺',
  reasons: [],
  at: '2026-01-05T08:00:00.000Z',
};

test('the topic of its severity, attributes to filter by, the whole notification as body', async () => {
  aws.on(PublishCommand).resolves({});
  await notifier.notify(notification);
  const { Message, ...input } = aws.commandCalls(PublishCommand)[0]?.args[0].input ?? {};
  expect(JSON.parse(Message ?? '')).toEqual(notification);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  expect(input).toEqual({
    TopicArn: 'arn:critical',
    Subject: '[critical] breast-cancer: Gepruft ? bosartig ?',
    MessageAttributes: {
      severity: text('critical'),
      useCase: text('breast-cancer'),
      topic: text('prediction'),
    },
  });
});

test('a subject is 1 to 100 printable ASCII characters, whatever the title', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      expect(subjectOf({ ...notification, title })).toMatch(/^\[[\x20-\x7e]{1,99}$/);
    }),
  );
});

test('throttling is ThrottledError', async () => {
  aws.on(PublishCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottledException' }));
  await expect(notifier.notify(notification)).rejects.toThrow(ThrottledError);
});

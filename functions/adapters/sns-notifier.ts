import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { Notification } from '../../domain/events/notification.ts';
import type { Notifier } from '../../domain/ports.ts';
import { clientSettings } from './clients.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling } from './errors.ts';

export type TopicArns = Readonly<Record<Notification['severity'], string>>;

/** Notifier on SNS: a topic for each severity, so that people subscribe to what wakes them. */
export class SnsNotifier implements Notifier {
  readonly #client: SNSClient;
  readonly #topics: TopicArns;

  constructor(client: SNSClient, topics: TopicArns) {
    this.#client = client;
    this.#topics = topics;
  }

  async notify(notification: Notification): Promise<void> {
    const { severity, useCase, topic } = notification;
    const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
    await calling('sending a notification', () =>
      this.#client.send(
        new PublishCommand({
          TopicArn: this.#topics[severity],
          Subject: subjectOf(notification),
          Message: JSON.stringify(notification),
          MessageAttributes: {
            severity: attribute(severity),
            useCase: attribute(useCase),
            topic: attribute(topic),
          },
        }),
      ),
    );
  }
}

const maxSubject = 100;

/** SNS takes up to 100 printable ASCII characters that begin with a letter, a digit or a punctuation mark. */
export function subjectOf({ severity, useCase, title }: Notification): string {
  const text = `[${severity}] ${useCase}: ${title}`
    // An accent is dropped with its letter kept; what else is not ASCII becomes a question mark.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?');
  return text.length <= maxSubject ? text : `${text.slice(0, maxSubject - 3)}...`;
}

const arn = z.string().check(z.regex(/^arn:/));
const schema = z.object({
  ALERT_TOPIC_INFO_ARN: arn,
  ALERT_TOPIC_WARNING_ARN: arn,
  ALERT_TOPIC_CRITICAL_ARN: arn,
});

/** @throws InvalidInputError that names a missing variable. */
export function snsNotifier(environment: Environment): Notifier {
  const topics = parseEnvironment(schema, environment, 'the notifier');
  return new SnsNotifier(new SNSClient(clientSettings()), {
    info: topics.ALERT_TOPIC_INFO_ARN,
    warning: topics.ALERT_TOPIC_WARNING_ARN,
    critical: topics.ALERT_TOPIC_CRITICAL_ARN,
  });
}

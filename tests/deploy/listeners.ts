import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Notification } from '../../domain/events/notification.ts';
import { startHttpSink } from '../emulator/http-sink.ts';
import { inTime } from './in-time.ts';

type Sink = Awaited<ReturnType<typeof startHttpSink>>;
type Message = Readonly<Record<string, unknown>>;

/** Who is told: an HTTP subscriber of the topics, and a Slack. */
export class Listeners {
  readonly #subscriber: Sink;
  readonly #slack: Sink;

  static async start(): Promise<Listeners> {
    return new Listeners(await startHttpSink(), await startHttpSink());
  }

  private constructor(subscriber: Sink, slack: Sink) {
    this.#subscriber = subscriber;
    this.#slack = slack;
  }

  get slackUrl(): string {
    return this.#slack.url;
  }

  async subscribe(topicArns: readonly string[]): Promise<void> {
    const sns = new SNSClient();
    for (const TopicArn of topicArns)
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: this.#subscriber.url }));
  }

  async close(): Promise<void> {
    await this.#subscriber.stop();
    await this.#slack.stop();
  }

  /** A notification of the platform that fits, once there is one. */
  notified(fits: (notification: Notification) => boolean): Promise<Notification> {
    return inTime('a notification', async () =>
      (await this.#messages())
        .flatMap((message) => ('topic' in message ? [message as unknown as Notification] : []))
        .find(fits),
    );
  }

  /** An alarm's own message, as CloudWatch writes it. */
  alarmed(alarmName: string): Promise<Message> {
    return inTime(`the message of ${alarmName}`, async () =>
      (await this.#messages()).find((message) => message['AlarmName'] === alarmName),
    );
  }

  /** A message in Slack that says this. */
  slackSays(text: string): Promise<string> {
    return inTime(`a message with ${text}`, async () =>
      (await this.#slack.received(0))
        .map(({ body }) => JSON.stringify(body))
        .find((one) => one.includes(text)),
    );
  }

  /** What the topics sent that is a JSON object. */
  async #messages(): Promise<readonly Message[]> {
    return (await this.#subscriber.received(0)).flatMap(({ body: { Type: type, Message: text } }) => {
      if (type !== 'Notification' || typeof text !== 'string') return [];
      const message = JSON.parse(text) as Message | null;
      return typeof message === 'object' && message !== null ? [message] : [];
    });
  }
}

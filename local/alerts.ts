import { notificationSchema } from '../domain/events/notification.ts';
import type { JsonObject } from '../domain/ports.ts';
import { parseWith } from '../domain/validation/parse.ts';
import { writeMail } from './adapters/mail-sink.ts';
import type { Subscription } from './bus/deliveries.ts';
import { localAccount, localRegion } from './executions/scoped-ports.ts';
import type { Functions } from './functions.ts';

/** A tenth of the time at most: at 1,000 predictions a second messages would else cost a third of a core. */
const restTimes = 9;

/** Who is told: the mail folder, and the function that writes to Slack, as subscribers of an SNS topic. */
export const alertSubscriptions = (
  functions: Functions,
  mailFolder: string,
  consoleUrl: () => string | undefined,
): readonly Subscription[] => [
  {
    target: 'mail',
    topic: 'alerts',
    restTimes,
    accepts: () => true,
    deliver: (message) =>
      writeMail(mailFolder, parseWith(notificationSchema, message, 'notification'), consoleUrl()),
  },
  {
    target: 'function:slack-notifier',
    topic: 'alerts',
    restTimes,
    accepts: () => functions.has('slack-notifier'),
    deliver: async (message) => {
      await functions.call('slack-notifier', snsEvent(message));
    },
  },
];

/** A notification as SNS hands it to a Lambda function. */
const snsEvent = (message: JsonObject): JsonObject => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `arn:aws:sns:${localRegion}:${localAccount}:alerts:local`,
      Sns: {
        Type: 'Notification',
        MessageId: message['key'] ?? '',
        TopicArn: `arn:aws:sns:${localRegion}:${localAccount}:alerts`,
        Message: JSON.stringify(message),
      },
    },
  ],
});

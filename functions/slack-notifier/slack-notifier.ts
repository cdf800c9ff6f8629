import * as z from 'zod/mini';
import { slackMessage } from '../../domain/alerts/slack.ts';
import { notificationSchema, type Notification } from '../../domain/events/notification.ts';
import {
  ConditionFailedError,
  ThrottledError,
  type ChatSink,
  type Clock,
  type NewRecord,
  type RecordStore,
} from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import { InvalidInputError, parseWith } from '../../domain/validation/parse.ts';

export interface SlackPorts {
  readonly records: RecordStore;
  readonly chat: ChatSink;
  readonly clock: Clock;
  /** Base address of the console, for links. */
  readonly consoleUrl?: string | undefined;
}

/** A copy that comes while another one is being posted waits this long: as long as this function may run. */
const claimSeconds = 30;
/** SNS tries for up to 23 days (docs.aws.amazon.com/sns, message delivery retries); then no copy can come any more. */
const keptSeconds = 24 * 86_400;

const snsSchema = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });
const noteSchema = z.object({ status: z.enum(['posting', 'posted']), at: z.string() });
type Note = z.output<typeof noteSchema>;

/** The notifications in an SNS event. Throws InvalidInputError where it is none. */
export const notificationsOf = (event: unknown): Notification[] =>
  parseWith(snsSchema, event, 'SNS event').Records.map(({ Sns }, i) =>
    parseWith(notificationSchema, parseJson(Sns.Message, i), 'notification'),
  );

function parseJson(text: string, i: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const field = `Records[${i}].Sns.Message`;
    throw new InvalidInputError('SNS event', [
      { field, got: 'text that is not JSON', expected: 'a notification as JSON' },
    ]);
  }
}

/**
 * Posts a notification unless it was posted before. It is claimed first and marked afterwards: two copies at one moment
 * make one message, and a post that broke off is tried again when the copy comes back.
 * @throws ThrottledError where another copy is being posted right now, or Slack asks to wait.
 */
export async function postOnce(
  ports: SlackPorts,
  notification: Notification,
): Promise<'posted' | 'duplicate'> {
  const key = keys.alert(notification.useCase, `slack/${notification.key}`);
  const noted = await readRecord(ports.records, key, noteSchema);
  if (noted?.data.status === 'posted') return 'duplicate';
  const now = ports.clock.now();
  if (noted && now.getTime() - Date.parse(noted.data.at) < claimSeconds * 1000) throw beingPosted();
  const record = (status: Note['status']): NewRecord => ({
    ...key,
    data: toJson({ status, at: now.toISOString() }),
    expiresAt: Math.floor(now.getTime() / 1000) + keptSeconds,
  });
  const condition = noted ? { version: noted.version } : 'absent';
  try {
    await ports.records.write([{ op: 'put', record: record('posting'), condition }]);
  } catch (error) {
    if (error instanceof ConditionFailedError) throw beingPosted();
    throw error;
  }
  try {
    await ports.chat.post(slackMessage(notification, ports.consoleUrl));
  } catch (error) {
    // Given back, so that the next copy need not wait for the claim to run out.
    await ports.records.write([{ op: 'delete', key, condition: 'any' }]);
    throw error;
  }
  await ports.records.write([{ op: 'put', record: record('posted'), condition: 'any' }]);
  return 'posted';
}

const beingPosted = (): ThrottledError =>
  new ThrottledError('another copy of this notification is being posted');

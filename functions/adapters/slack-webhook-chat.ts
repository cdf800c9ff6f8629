import * as z from 'zod/mini';
import { ThrottledError, type ChatSink, type JsonObject } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { CachedSecret } from './secrets-manager.ts';

/** Slack answers within a second; a message is not worth holding a function for longer. */
const timeoutMs = 5_000;

/**
 * ChatSink on a Slack incoming webhook. Whoever has the webhook's address can write to the channel: it is a secret and
 * stands in no error and no log, which is why failures of fetch are not passed on as cause.
 */
export class SlackWebhookChat implements ChatSink {
  readonly #webhook: Pick<CachedSecret, 'text'>;
  readonly #fetch: typeof fetch;

  constructor(webhook: Pick<CachedSecret, 'text'>, fetch_: typeof fetch = fetch) {
    this.#webhook = webhook;
    this.#fetch = fetch_;
  }

  async post(message: JsonObject): Promise<void> {
    const response = await this.#send(webhookAddress(await this.#webhook.text()), JSON.stringify(message));
    if (response.ok) {
      await response.body?.cancel();
      return;
    }
    if (response.status === 429) {
      const wait = /^\d{1,5}$/.exec(response.headers.get('retry-after') ?? '')?.[0] ?? '1';
      throw new ThrottledError(`Slack asks to wait: try again in ${wait} s`);
    }
    const reason = await reasonOf(response);
    const what = `Slack refused the message: HTTP ${response.status}${reason}`;
    throw response.status >= 500 ? new ServiceUnavailableError(what) : new Error(what);
  }

  async #send(address: URL, body: string): Promise<Response> {
    try {
      return await this.#fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        // A redirect would hand the message to another address.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      // A DOMException, which is no Error in every realm.
      const timedOut =
        typeof error === 'object' && error !== null && Reflect.get(error, 'name') === 'TimeoutError';
      throw new ServiceUnavailableError(
        timedOut ? `Slack did not answer within ${timeoutMs / 1000} s` : 'Slack could not be reached',
      );
    }
  }
}

/** Slack names its reasons by one word, such as invalid_payload or no_service; anything else is not repeated. */
async function reasonOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  return /^[a-z_]{1,60}$/.test(text) ? ` (${text})` : '';
}

/** The secret is the address itself or JSON `{"webhookUrl": "…"}`. */
function webhookAddress(secret: string): URL {
  const text = secret.trimStart().startsWith('{') ? fromJson(secret) : secret.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url && (url.protocol === 'https:' || local)) return url;
  throw new Error(
    'the Slack secret is no https address; expected the webhook as text or as {"webhookUrl": "https://…"}',
  );
}

const jsonSchema = z.object({ webhookUrl: z.string() });

function fromJson(secret: string): string {
  try {
    const parsed = z.safeParse(jsonSchema, JSON.parse(secret));
    return parsed.success ? parsed.data.webhookUrl : '';
  } catch {
    // The parser's message would quote the secret.
    return '';
  }
}

const schema = z.object({ SLACK_SECRET_ARN: z.string().check(z.regex(/^arn:/)) });

/** @throws InvalidInputError that names a missing variable. */
export const slackWebhookChat = (environment: Environment): ChatSink =>
  new SlackWebhookChat(
    new CachedSecret(parseEnvironment(schema, environment, 'the Slack sink').SLACK_SECRET_ARN),
  );

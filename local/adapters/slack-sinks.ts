import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ThrottledError, type ChatSink, type Clock, type JsonObject } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';

const timeoutMs = 5_000;

/** Slack, or files where no webhook is named by MODELKEEP_SLACK_WEBHOOK. */
export function chatSink(environment: NodeJS.ProcessEnv, folder: string, clock: Clock): ChatSink {
  const webhook = environment['MODELKEEP_SLACK_WEBHOOK'];
  return webhook === undefined || webhook === '' ? fileChat(folder, clock) : webhookChat(webhook);
}

/** Each message a file, `<time>-<hash>.json`; a second copy of one message is left out. */
export function fileChat(folder: string, clock: Clock): ChatSink {
  return {
    async post(message: JsonObject): Promise<void> {
      const text = `${JSON.stringify(message, null, 2)}\n`;
      const ending = `-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.json`;
      await mkdir(folder, { recursive: true });
      if ((await readdir(folder)).some((name) => name.endsWith(ending))) return;
      const name = `${clock.now().toISOString().replace(/[:.]/g, '-')}${ending}`;
      const temporary = path.join(folder, `.${name}.${process.pid}`);
      await writeFile(temporary, text, { mode: 0o600 });
      await rename(temporary, path.join(folder, name));
    },
  };
}

/**
 * A Slack incoming webhook. Its address is a secret: it stands in no error.
 * @throws InvalidInputError where the address is no https address (http on this machine is taken, for tests).
 */
export function webhookChat(webhook: string, fetch_: typeof fetch = fetch): ChatSink {
  const url = URL.canParse(webhook) ? new URL(webhook) : undefined;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1')))
    throw new InvalidInputError('environment', [
      {
        field: 'MODELKEEP_SLACK_WEBHOOK',
        got: 'a text that is no https address',
        expected: 'https://hooks.slack.com/…',
      },
    ]);
  return {
    async post(message) {
      const response = await fetch_(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch(() => {
        // Its cause would name the address.
        throw new ServiceUnavailableError(`Slack could not be reached within ${timeoutMs / 1000} s`);
      });
      await response.body?.cancel();
      if (response.status === 429) throw new ThrottledError('Slack asks to wait');
      if (!response.ok)
        throw new ServiceUnavailableError(`Slack refused the message: HTTP ${response.status}`);
    },
  };
}

import { createHash } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
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

/** Each message a file below an existing folder, `<time>-<hash>.json`; a second copy of one message is left out. */
export function fileChat(folder: string, clock: Clock): ChatSink {
  let known: Set<string> | undefined;
  return {
    async post(message: JsonObject): Promise<void> {
      const text = `${JSON.stringify(message, null, 2)}\n`;
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      // Read once: a folder of many thousands takes long to read.
      known ??= new Set(
        (await readdir(folder))
          .filter((name) => !name.startsWith('.'))
          .map((name) => name.slice(-'0123456789abcdef.json'.length, -'.json'.length)),
      );
      if (known.has(hash)) return;
      const name = `${clock.now().toISOString().replace(/[:.]/g, '-')}-${hash}.json`;
      // Under its name only when whole: what is there counts as posted.
      const temporary = path.join(folder, `.${name}`);
      await writeFile(temporary, text, { mode: 0o600 });
      await rename(temporary, path.join(folder, name));
      known.add(hash);
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

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emailOf } from '../../domain/alerts/email.ts';
import type { Notification } from '../../domain/events/notification.ts';

/** Characters of UTF-8 in one encoded word: with its frame it stays under the 75 of RFC 2047. */
const wordBytes = 45;

/**
 * Writes a notification as an e-mail file below an existing folder. The name comes from the notification's key: a second
 * copy, also of one that a crash left half written, is the same file.
 */
export async function writeMail(
  folder: string,
  notification: Notification,
  consoleUrl?: string,
): Promise<void> {
  const name = `${createHash('sha256').update(notification.key).digest('hex').slice(0, 24)}.eml`;
  await writeFile(path.join(folder, name), mailOf(notification, consoleUrl), { mode: 0o600 });
}

/** RFC 5322 text of a notification. */
export function mailOf(notification: Notification, consoleUrl?: string): string {
  const { subject, text } = emailOf(notification, consoleUrl);
  const headers = [
    'From: modelkeep <modelkeep@localhost>',
    'To: team <team@localhost>',
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(notification.at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${createHash('sha256').update(notification.key).digest('hex').slice(0, 32)}@modelkeep.localhost>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text.replace(/\r?\n/g, '\r\n')).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `${headers.join('\r\n')}\r\n\r\n${body}\r\n`;
}

/** RFC 2047: any text in a header, line breaks included, without a way out of it. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

import type { Notification } from '../events/notification.ts';
import { metricTable, shortened } from './figures.ts';
import { linkOf } from './link.ts';

export interface Email {
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** A notification as an e-mail: what, why, metrics before and after, facts, a link. */
export function emailOf(notification: Notification, consoleUrl?: string): Email {
  const { severity, useCase, title, reasons, facts = {}, metrics = [], link, at } = notification;
  const url = linkOf(consoleUrl, link);
  const parts = [
    [title],
    reasons.map((reason) => `- ${reason}`),
    metrics.length > 0 ? metricTable(metrics) : [],
    Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    url ? [url] : [],
    [
      `Use case ${useCase}, ${notification.topic}, ${at}. modelkeep supports decisions; it does not make them.`,
    ],
  ];
  const text = parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  // One line: a line feed in a subject would begin another header.
  const subject = `[${severity}] ${useCase}: ${title}`.replace(/\s+/g, ' ');
  return { subject: shortened(subject, 200), text: `${text}\n` };
}

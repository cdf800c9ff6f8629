import type { Notification } from '../events/notification.ts';
import type { Json, JsonObject } from '../ports.ts';
import { metricTable, shortened } from './figures.ts';
import { linkOf } from './link.ts';

/** Limits of Block Kit (docs.slack.dev/reference/block-kit/blocks): a longer message is refused whole. */
const limits = {
  blocks: 50,
  header: 150,
  sectionText: 3_000,
  field: 2_000,
  fields: 10,
  contextText: 2_000,
  text: 4_000,
  url: 3_000,
};

const marks: Readonly<Record<Notification['severity'], string>> = {
  info: ':information_source:',
  warning: ':warning:',
  critical: ':rotating_light: CRITICAL',
};
/** Colour of the bar is not to be had with blocks alone; the mark in the header says how serious it is. */

/** A notification as a Slack message: what, why, metrics before and after, facts, a link; and plain text for notices. */
export function slackMessage(notification: Notification, consoleUrl?: string): JsonObject {
  const { severity, title, useCase, reasons, facts = {}, metrics = [], link, at } = notification;
  const url = linkOf(consoleUrl, link);
  const blocks: JsonObject[] = [
    header(`${marks[severity]} ${title}`),
    ...(reasons.length > 0 ? [section(bullets(reasons))] : []),
    ...(metrics.length > 0 ? [section(codeBlock(metricTable(metrics)))] : []),
    ...factSections(facts),
    ...(url && url.length <= limits.url ? [button(url)] : []),
    context(`${escaped(useCase)} · ${notification.topic} · ${at}`),
  ];
  const text = `${severity === 'critical' ? 'CRITICAL: ' : ''}${useCase}: ${title}`;
  return { text: shortened(escaped(text), limits.text), blocks: fitting(blocks) };
}

/** Slack reads &, < and > as markup (docs.slack.dev/messaging/formatting-message-text). */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const markdown = (text: string): JsonObject => ({ type: 'mrkdwn', text });

const header = (text: string): JsonObject => ({
  type: 'header',
  text: { type: 'plain_text', text: shortened(text, limits.header), emoji: true },
});

const section = (text: string): JsonObject => ({ type: 'section', text: markdown(text) });

/** As many whole lines as fit, and how many did not. */
function lines(all: readonly string[], limit: number): string {
  const more = (left: number): string => `… and ${left} more`;
  let text = '';
  for (const [i, line] of all.entries()) {
    const next = text === '' ? line : `${text}\n${line}`;
    const left = all.length - i;
    const room = left === 1 ? limit : limit - more(left).length - 1;
    if (next.length > room) return text === '' ? shortened(line, limit) : `${text}\n${more(left)}`;
    text = next;
  }
  return text;
}

const bullets = (reasons: readonly string[]): string =>
  lines(
    reasons.map((reason) => `• ${shortened(escaped(reason), 1_000)}`),
    limits.sectionText,
  );

const codeBlock = (rows: readonly string[]): string =>
  `\`\`\`${lines(
    rows.map((row) => escaped(row).replaceAll('`', "'")),
    limits.sectionText - 6,
  )}\`\`\``;

function factSections(facts: Readonly<Record<string, string>>): JsonObject[] {
  const fields = Object.entries(facts).map(([name, value]) =>
    markdown(shortened(`*${escaped(name)}*\n${escaped(value)}`, limits.field)),
  );
  const sections: JsonObject[] = [];
  for (let from = 0; from < fields.length; from += limits.fields)
    sections.push({ type: 'section', fields: fields.slice(from, from + limits.fields) });
  return sections;
}

const button = (url: string): JsonObject => ({
  type: 'actions',
  elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open in the console' }, url }],
});

const context = (text: string): JsonObject => ({
  type: 'context',
  elements: [markdown(shortened(text, limits.contextText))],
});

/** The last two (link and context) stay; what is too much before them goes. */
const fitting = (blocks: readonly JsonObject[]): readonly Json[] =>
  blocks.length <= limits.blocks ? blocks : [...blocks.slice(0, limits.blocks - 2), ...blocks.slice(-2)];

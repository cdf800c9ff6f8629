import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Notification } from '../events/notification.ts';
import { emailOf } from './email.ts';
import { slackMessage } from './slack.ts';

const deployed: Notification = {
  key: 'outcome/e1',
  severity: 'critical',
  topic: 'retraining',
  useCase: 'breast-cancer',
  title: 'Version 2 was rolled back',
  reasons: ['error rate 3 % > 1 %', 'drift in <texture_mean> & 2 more'],
  facts: { execution: 'breast-cancer-1f', approver: 'ada' },
  metrics: [
    { name: 'accuracy', before: 0.9701, after: 0.9412 },
    { name: 'rocAuc', before: null, after: 0.99 },
  ],
  link: '/executions/breast-cancer-1f',
  at: '2026-01-05T08:00:00.000Z',
};

test('Slack: what, why, metrics side by side, facts, a link, critical marked', () => {
  expect(slackMessage(deployed, 'https://console.example.org/')).toEqual({
    text: 'CRITICAL: breast-cancer: Version 2 was rolled back',
    blocks: [
      {
        type: 'header',
        text: {
          type: 'plain_text',
          text: ':rotating_light: CRITICAL Version 2 was rolled back',
          emoji: true,
        },
      },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '• error rate 3 % &gt; 1 %\n• drift in &lt;texture_mean&gt; &amp; 2 more',
        },
      },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '```metric    before   after   change\naccuracy  0.9701  0.9412  \u22120.0289\nrocAuc       n/a  0.9900```',
        },
      },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*execution*\nbreast-cancer-1f' },
          { type: 'mrkdwn', text: '*approver*\nada' },
        ],
      },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Open in the console' },
            url: 'https://console.example.org/executions/breast-cancer-1f',
          },
        ],
      },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: 'breast-cancer · retraining · 2026-01-05T08:00:00.000Z' }],
      },
    ],
  });
});

test('Slack: the least that a notification can be, without a console', () => {
  const { facts: _f, metrics: _m, ...least } = deployed;
  expect(slackMessage({ ...least, severity: 'info', reasons: [] })).toMatchObject({
    text: 'breast-cancer: Version 2 was rolled back',
    blocks: [{ text: { text: ':information_source: Version 2 was rolled back' } }, { type: 'context' }],
  });
});

describe('Slack limits', () => {
  test('reasons that do not fit are counted', () => {
    const reasons = Array.from({ length: 500 }, (_, i) => `reason ${i}`);
    const text = JSON.stringify(slackMessage({ ...deployed, reasons }));
    expect(text).toMatch(/… and \d+ more/);
  });

  test('hold whatever is said', () => {
    const long = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', minLength: 100, maxLength: 4_000 }));
    const notification = fc.record({
      title: long,
      reasons: fc.array(long, { maxLength: 60 }),
      facts: fc.dictionary(long, long, { maxKeys: 30 }),
      metrics: fc.array(
        fc.record({
          name: long,
          before: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
          after: fc.constant(0.5),
        }),
        { maxLength: 60 },
      ),
      link: fc.constantFrom('/x', `/${'y'.repeat(4_000)}`),
    });
    fc.assert(
      fc.property(notification, (said) => {
        const message = slackMessage({ ...deployed, ...said }, 'https://c') as unknown as {
          text: string;
          blocks: { type: string; text?: { text: string }; fields?: { text: string }[] }[];
        };
        expect(message.text.length).toBeLessThanOrEqual(4_000);
        expect(message.blocks.length).toBeLessThanOrEqual(50);
        for (const block of message.blocks) {
          expect(block.text?.text.length ?? 1).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000);
          expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
          for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
          if (block.type === 'section') expect(block.text?.text ?? 'fields').not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('e-mail: the same as plain text, the subject on one line', () => {
  expect(
    emailOf({ ...deployed, title: 'Version 2\r\nwas rolled back' }, 'https://console.example.org'),
  ).toEqual({
    subject: '[critical] breast-cancer: Version 2 was rolled back',
    text: `Version 2\r\nwas rolled back

- error rate 3 % > 1 %
- drift in <texture_mean> & 2 more

metric    before   after   change
accuracy  0.9701  0.9412  \u22120.0289
rocAuc       n/a  0.9900

execution: breast-cancer-1f
approver: ada

https://console.example.org/executions/breast-cancer-1f

Use case breast-cancer, retraining, 2026-01-05T08:00:00.000Z. modelkeep supports decisions; it does not make them.
`,
  });
});

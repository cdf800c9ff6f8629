import { describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { FakeClock } from '../../tests/support/doubles.ts';
import { inTemporaryFolder } from '../../tests/local/temporary.ts';
import { MemoryMetrics } from './memory-metrics.ts';
import { servingDimensions, servingMetrics } from '../../domain/serving/metrics.ts';
import type { Notification } from '../../domain/events/notification.ts';
import { mailOf, writeMail } from './mail-sink.ts';
import { chatSink, fileChat, webhookChat } from './slack-sinks.ts';

const notification: Notification = {
  key: 'execution-1/Notify',
  severity: 'info',
  topic: 'retraining',
  useCase: 'breast-cancer',
  title: 'Version 2 is in service – größer\r\nBcc: evil@example.org',
  reasons: ['accuracy rose'],
  metrics: [{ name: 'accuracy', before: 0.91, after: 0.97 }],
  link: '/executions/execution-1',
  at: '2026-01-05T08:00:00.000Z',
};

describe('mail', () => {
  test('a copy of a notification is the same file', () =>
    inTemporaryFolder(async (folder) => {
      await writeMail(folder, notification, 'http://127.0.0.1:4780');
      await writeMail(folder, notification, 'http://127.0.0.1:4780');
      expect(await readdir(folder)).toHaveLength(1);
    }));

  test('headers take nothing from the text, and the body has it all', () => {
    const [head = '', body = ''] = mailOf(notification, 'http://127.0.0.1:4780').split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc/m);
    expect(head).toContain('Date: Mon, 05 Jan 2026 08:00:00 +0000');
    const words = [...head.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g)].map(([, word = '']) =>
      Buffer.from(word, 'base64').toString(),
    );
    expect(words.join('')).toBe(
      '[info] breast-cancer: Version 2 is in service – größer Bcc: evil@example.org',
    );
    const text = Buffer.from(body, 'base64').toString();
    expect(text).toMatch(/accuracy\s+0\.91/);
    expect(text).toContain('http://127.0.0.1:4780/executions/execution-1');
  });
});

describe('Slack', () => {
  test('files: one for each message, none for a copy', () =>
    inTemporaryFolder(async (folder) => {
      const chat = fileChat(folder, new FakeClock());
      await chat.post({ text: 'one' });
      await chat.post({ text: 'one' });
      await chat.post({ text: 'two' });
      const names = await readdir(folder);
      expect(names).toHaveLength(2);
      expect(names.every((name) => name.startsWith('2026-01-05T08-00-00-000Z-'))).toBe(true);
      const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
      expect(texts.map((text): unknown => JSON.parse(text))).toEqual(
        expect.arrayContaining([{ text: 'one' }, { text: 'two' }]),
      );
    }));

  test('webhook: the answer decides, and the address stands in no error', async () => {
    const post = (status: number) =>
      webhookChat('https://hooks.slack.com/services/T/SECRET', async () => new Response('', { status })).post(
        { text: 'x' },
      );
    await expect(post(200)).resolves.toBeUndefined();
    await expect(post(429)).rejects.toMatchObject({ name: 'ThrottledError' });
    await expect(post(500)).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    const unreachable = webhookChat('https://hooks.slack.com/services/T/SECRET', async () =>
      Promise.reject(new Error('SECRET')),
    );
    await expect(unreachable.post({})).rejects.not.toThrow(/SECRET/);
    expect(() => chatSink({ MODELKEEP_SLACK_WEBHOOK: 'SECRET' }, '/x', new FakeClock())).toThrow(
      /MODELKEEP_SLACK_WEBHOOK: got a text/,
    );
  });
});

describe('metrics', () => {
  test('traffic of a version since a moment', async () => {
    const clock = new FakeClock();
    const metrics = new MemoryMetrics(clock);
    const count = (name: string, version: number) => metrics.count(name, 1, servingDimensions('u', version));
    count(servingMetrics.served, 1);
    clock.advance(10);
    const since = clock.now();
    count(servingMetrics.served, 1);
    count(servingMetrics.failed, 1);
    count(servingMetrics.served, 2);
    expect(await metrics.traffic('u', 1, since)).toEqual({ requests: 2, failures: 1 });
    expect(await metrics.traffic('u', 1, new Date(0))).toEqual({ requests: 3, failures: 1 });
    expect(await metrics.traffic('u', 3, new Date(0))).toEqual({ requests: 0, failures: 0 });
    clock.advance(100_000);
    count(servingMetrics.served, 1);
    expect(await metrics.traffic('u', 1, new Date(0))).toEqual({ requests: 1, failures: 0 });
  });

  test('percentiles of latencies', () => {
    const metrics = new MemoryMetrics(new FakeClock());
    for (let i = 1; i <= 10_000; i += 1) metrics.milliseconds('l', i % 100, { a: '1' });
    expect(metrics.percentile('l', { a: '1' }, 0.5)).toBe(50);
    expect(metrics.percentile('l', { a: '1' }, 1)).toBe(99);
    expect(metrics.percentile('l', { a: '2' }, 0.5)).toBeUndefined();
  });
});

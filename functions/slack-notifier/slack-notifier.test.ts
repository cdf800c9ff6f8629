import { beforeEach, expect, test } from '@jest/globals';
import type { Notification } from '../../domain/events/notification.ts';
import { ThrottledError } from '../../domain/ports.ts';
import { fuzzEvents, testContext } from '../../tests/support/fuzz.ts';
import { World } from '../../tests/support/world.ts';
import { makeHandler } from './handler.ts';

const notification: Notification = {
  key: 'drift/breast-cancer/w1',
  severity: 'warning',
  topic: 'drift',
  useCase: 'breast-cancer',
  title: 'Drift is confirmed in 1 feature',
  reasons: ['texture_mean grew'],
  at: '2026-01-05T08:00:00.000Z',
};
const sns = (...notifications: unknown[]) => ({
  Records: notifications.map((message) => ({
    EventSource: 'aws:sns',
    Sns: { Message: JSON.stringify(message) },
  })),
});

let world: World;
let handler: ReturnType<typeof makeHandler>;
beforeEach(() => {
  world = new World();
  handler = makeHandler(Object.assign(world, { consoleUrl: 'https://console.example.org' }));
});

test('a redelivery posts once, another notification by itself', async () => {
  expect(await handler(sns(notification), testContext)).toEqual({ results: ['posted'] });
  world.clock.advance(3_600);
  expect(await handler(sns(notification, { ...notification, key: 'other' }), testContext)).toEqual({
    results: ['duplicate', 'posted'],
  });
  expect(world.chat.messages).toHaveLength(2);
  expect(world.records.all()[0]?.expiresAt).toBeGreaterThan(world.clock.now().getTime() / 1000);
});

test('two copies at one moment make one message; the other is to come again', async () => {
  const both = await Promise.allSettled([
    handler(sns(notification), testContext),
    handler(sns(notification), testContext),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(world.chat.messages).toHaveLength(1);
});

test('what Slack refused is posted by the next copy', async () => {
  const post = world.chat.post.bind(world.chat);
  world.chat.post = async () => Promise.reject(new ThrottledError('wait'));
  await expect(handler(sns(notification), testContext)).rejects.toThrow('wait');
  world.chat.post = post;
  expect(await handler(sns(notification), testContext)).toEqual({ results: ['posted'] });
});

test('a post that died is tried again once its claim has run out', async () => {
  let writes = 0;
  world.records.beforeWrite = () => {
    writes += 1;
    if (writes > 1) throw new Error('killed');
  };
  world.chat.post = async () => Promise.reject(new Error('killed'));
  await expect(handler(sns(notification), testContext)).rejects.toThrow('killed');
  world.records.beforeWrite = undefined;
  world.chat.post = async (message) => void world.chat.messages.push(message);
  await expect(handler(sns(notification), testContext)).rejects.toThrow(ThrottledError);
  world.clock.advance(30);
  expect(await handler(sns(notification), testContext)).toEqual({ results: ['posted'] });
});

test('an event that is none is refused by name', async () => {
  await expect(handler({ Records: [{ Sns: { Message: '{' } }] }, testContext)).rejects.toThrow(
    'Records[0].Sns.Message',
  );
  await fuzzEvents(handler, sns(notification));
});

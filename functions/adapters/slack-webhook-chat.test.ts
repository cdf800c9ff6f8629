import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SlackWebhookChat } from './slack-webhook-chat.ts';

let server: Server;
let address = '';
const received: { path: string; body: string; type: string | undefined }[] = [];
const answers: Record<string, [status: number, body: string, headers?: Record<string, string>]> = {
  '/services/ok': [200, 'ok'],
  '/services/slow': [429, '', { 'retry-after': '7' }],
  '/services/broken': [400, 'invalid_payload'],
  '/services/quoting': [403, 'no access to /services/quoting, sorry'],
  '/services/down': [502, '<html>'],
  '/services/moved': [302, '', { location: '/services/ok' }],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body, type: request.headers['content-type'] });
      const [status, text, headers] = answers[request.url ?? ''] ?? [404, 'no_service'];
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const chat = (secret: string): SlackWebhookChat => new SlackWebhookChat({ text: async () => secret });
const failure = async (secret: string): Promise<Error> => {
  const error: unknown = await chat(secret)
    .post({ text: 'hi' })
    .catch((e: unknown) => e);
  if (!(error instanceof Error)) throw new Error('expected a failure');
  // Whoever has the address can write: it must stand nowhere in what is logged.
  expect(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`).not.toMatch(
    /\/services\/|127\.0\.0\.1:\d/,
  );
  expect(error).not.toHaveProperty('cause');
  return error;
};

test('posts JSON; the secret may be the address or JSON', async () => {
  await chat(`${address}/services/ok\n`).post({ text: 'größer', blocks: [] });
  await chat(JSON.stringify({ webhookUrl: `${address}/services/ok` })).post({ text: 'again' });
  expect(received.map(({ body, type }) => [body, type])).toEqual([
    ['{"text":"größer","blocks":[]}', 'application/json'],
    ['{"text":"again"}', 'application/json'],
  ]);
});

test.each([
  ['slow', 'ThrottledError', 'Slack asks to wait: try again in 7 s'],
  ['broken', 'Error', 'Slack refused the message: HTTP 400 (invalid_payload)'],
  ['quoting', 'Error', 'Slack refused the message: HTTP 403'],
  ['down', 'ServiceUnavailableError', 'Slack refused the message: HTTP 502'],
  ['moved', 'ServiceUnavailableError', 'Slack could not be reached'],
  ['unknown', 'Error', 'Slack refused the message: HTTP 404 (no_service)'],
])('%s: %s', async (path, name, message) => {
  expect(await failure(`${address}/services/${path}`)).toMatchObject({ name, message });
});

test('nobody there, and no answer in time', async () => {
  expect((await failure('http://127.0.0.1:1/services/x')).message).toBe('Slack could not be reached');
  const timedOut = async (): Promise<Response> => {
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  };
  const slow = new SlackWebhookChat({ text: async () => `${address}/services/ok` }, timedOut);
  await expect(slow.post({})).rejects.toThrow('Slack did not answer within 5 s');
});

test.each([
  '',
  'services/T0/B0/secret',
  'http://example.com/services/T0',
  '{"url":"https://x"}',
  '{broken /services/T0',
])('a secret that is no https address: %s', async (secret) => {
  expect((await failure(secret)).message).toContain('the Slack secret is no https address');
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { connect } from 'node:net';
import { FakeClock } from '../../tests/support/doubles.ts';
import { AddressInUseError } from '../errors.ts';
import { routeTable, type Route } from './routes.ts';
import { startHttp, type HttpServer } from './server.ts';

const events: APIGatewayProxyEventV2[] = [];
const errors: unknown[] = [];
const route = (method: string, path: string, handler?: Route['handler']): Route => ({
  method,
  path,
  scope: 'reader',
  functionName: 'f',
  handler:
    handler ??
    (async (event) => {
      events.push(event);
      return {
        statusCode: 201,
        headers: { 'content-type': 'application/json' },
        body: '{"ok":true}',
        cookies: ['a=1'],
      };
    }),
});
const slow = Promise.withResolvers<undefined>();
let server: HttpServer;

beforeAll(async () => {
  server = await startHttp({
    port: 0,
    clock: new FakeClock(),
    bodyLimitBytes: 1000,
    onError: (error) => errors.push(error),
    routes: [
      route('POST', '/models/{version}/approve'),
      route('GET', '/models/{version}'),
      route('GET', '/throws', () => Promise.reject(new Error('secret'))),
      route('GET', '/slow', async () => {
        await slow.promise;
        return { statusCode: 200, body: 'late' };
      }),
    ],
  });
});
afterAll(() => server.close());

const ask = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
const raw = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (data) => {
      got += data.toString();
      if (got.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
  });

describe('startHttp', () => {
  test('a request becomes an API Gateway event, its result the answer', async () => {
    const response = await ask('/models/v%C3%BC%2F1/approve?a=1&a=2&b=x%20y', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Twice': 'a' },
      body: '{"größe":1}',
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.get('set-cookie')).toBe('a=1');
    expect(events.at(-1)).toMatchObject({
      version: '2.0',
      routeKey: 'POST /models/{version}/approve',
      rawPath: '/models/v%C3%BC%2F1/approve',
      rawQueryString: 'a=1&a=2&b=x%20y',
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { version: 'vü/1' },
      headers: { 'content-type': 'application/json', 'x-twice': 'a' },
      requestContext: { http: { method: 'POST' } },
      body: '{"größe":1}',
      isBase64Encoded: false,
    });
  });

  test('bytes travel as base64, no body as none', async () => {
    await ask('/models/1/approve', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255]),
    });
    expect(events.at(-1)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    await ask('/models/1/approve', { method: 'POST' });
    expect(events.at(-1)).not.toHaveProperty('body');
  });

  test.each<[string, string, RequestInit | undefined, number]>([
    ['an unknown path', '/nothing', undefined, 404],
    ['a path that is longer', '/models/1/approve/more', { method: 'POST' }, 404],
    ['another method', '/models/1/approve', undefined, 405],
    ['a body over the limit', '/models/1/approve', { method: 'POST', body: 'x'.repeat(1001) }, 413],
    ['a URL over the limit', `/models/${'x'.repeat(9000)}`, undefined, 414],
    ['a broken escape', '/models/%ff', undefined, 400],
    [
      'bytes that are no UTF-8',
      '/models/1/approve',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Uint8Array([34, 255, 34]),
      },
      400,
    ],
    [
      'a page of another origin',
      '/models/1/approve',
      { method: 'POST', headers: { origin: 'https://evil.example' } },
      403,
    ],
    ['a function that throws', '/throws', undefined, 500],
  ])('%s is a problem', async (_, path, init, status) => {
    const response = await ask(path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ status });
    expect(body).not.toContain('secret');
    if (status === 405) expect(response.headers.get('allow')).toBe('POST');
    if (status === 500) expect(errors).toHaveLength(1);
  });

  test('a name that resolves to this machine is no way in, a page of this machine is', async () => {
    expect(await raw('GET /models/1 HTTP/1.1\r\nhost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1.1 403/);
    expect(
      await raw('GET /models/1 HTTP/1.1\r\nhost: localhost:4780\r\norigin: http://localhost:5173\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 201/);
  });

  test('what is no HTTP, or has too many headers, gets a problem as well', async () => {
    expect(await raw('what is this\r\n\r\n')).toMatch(/^HTTP\/1.1 400[\s\S]*problem\+json/);
    expect(await raw(`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431[\s\S]*problem\+json/,
    );
  });

  test('a chunked body over the limit is refused before it is all there', async () => {
    const head = 'POST /models/1/approve HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(await raw(`${head}5dc\r\n${'x'.repeat(1500)}\r\n`)).toMatch(/^HTTP\/1.1 413/);
  });

  test('a port that is taken is a clear error', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startHttp({ port, clock: new FakeClock(), routes: [] })).rejects.toThrow(AddressInUseError);
  });

  test('closing waits for what is under way', async () => {
    const other = await startHttp({
      port: 0,
      clock: new FakeClock(),
      routes: [
        route('GET', '/slow', async () => {
          await slow.promise;
          return { statusCode: 200, body: 'late' };
        }),
      ],
    });
    const pending = fetch(new URL('/slow', other.url));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = other.close();
    slow.resolve(undefined);
    expect(await (await pending).text()).toBe('late');
    await closed;
    await expect(fetch(other.url)).rejects.toThrow();
  });
});

test('a fixed part is preferred to a parameter', () => {
  const match = routeTable([
    route('GET', '/models/{version}'),
    route('GET', '/models/latest'),
    route('PUT', '/models/{version}'),
  ]);
  expect(match('GET', '/models/latest')).toMatchObject({ route: { path: '/models/latest' } });
  expect(match('GET', '/models/2')).toMatchObject({ parameters: { version: '2' } });
  expect(match('DELETE', '/models/2')).toEqual({ kind: 'method-not-allowed', allow: ['GET', 'PUT'] });
  expect(match('GET', '/models/')).toEqual({ kind: 'not-found' });
});

import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { defineContract } from '../../domain/function-contract.ts';
import { ConditionFailedError, ThrottledError } from '../../domain/ports.ts';
import {
  ServiceThrottledError,
  ServiceUnavailableError,
  StateInputError,
} from '../../domain/retraining/errors.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { httpEdge, type HttpAnswer, type HttpRequest } from './http.ts';
import { makeLogger } from './logger.ts';
import { conflict } from './problem.ts';
import { taskEdge } from './task.ts';

const contract = defineContract({
  name: 'do-thing',
  description: 'for this test',
  kind: 'http',
  memoryMiB: 128,
  timeoutSeconds: 3,
  environment: [],
  actions: [],
  routes: [{ method: 'POST', path: '/things/{id}', scope: 'reader' }],
});
const context = { awsRequestId: 'r' } as Context;

const event = (
  body: string | undefined,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
): APIGatewayProxyEventV2 =>
  ({
    version: '2.0',
    routeKey: 'POST /things/{id}',
    rawPath: '/things/1',
    rawQueryString: '',
    headers,
    pathParameters: { id: '1' },
    requestContext: {
      http: { method: 'POST', path: '/things/1' },
      authorizer: { jwt: { claims: { email: 'ada@example.org', scope: 'openid reader' } } },
    },
    body,
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEventV2;

const logged: string[] = [];
const logger = makeLogger({ write: (line: string) => void logged.push(line) });
const call = (answer: (request: HttpRequest) => Promise<HttpAnswer>, e: APIGatewayProxyEventV2) =>
  httpEdge({ contract, logger }, answer)(e, context);

describe('httpEdge', () => {
  test('hands the parsed request to the function and its answer back, with security headers', async () => {
    const result = await call(
      async (r) => ({
        status: 201,
        body: { got: r.body, id: r.path['id'], route: r.route, who: r.caller.name },
      }),
      event('{"a":1}'),
    );
    expect(result).toMatchObject({
      statusCode: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(result.body!)).toEqual({
      got: { a: 1 },
      id: '1',
      route: '/things/{id}',
      who: 'ada@example.org',
    });
    expect(Object.keys(result.headers!).map((h) => h.toLowerCase())).toEqual(
      expect.arrayContaining(['x-content-type-options', 'strict-transport-security']),
    );
  });

  test('a POST without a body is an empty object', async () => {
    const result = await call(async (r) => ({ status: 200, body: r.body }), event(undefined, {}));
    expect(result.body).toBe('{}');
  });

  test.each([
    ['broken JSON', event('{"a":'), 400, 'body'],
    ['another content type', event('a=1', { 'Content-Type': 'text/plain' }), 415, 'content-type'],
  ])('%s is a problem that names the field', async (_, e, status, field) => {
    const result = await call(async () => ({ status: 200 }), e);
    expect(result.statusCode).toBe(status);
    expect(result.headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(result.body!)).toMatchObject({ status, errors: [{ field }] });
  });

  test('errors become the statuses that they mean', async () => {
    const status = async (error: Error) =>
      (await call(async () => Promise.reject(error), event('{}'))).statusCode;
    expect(await status(conflict('taken'))).toBe(409);
    expect(await status(new ConditionFailedError('x'))).toBe(409);
    expect(await status(new ThrottledError('x'))).toBe(503);
    const wrong = await call(
      async (r) => ({ status: 200, body: parseWith(z.object({ a: z.number() }), r.body, 'body') }),
      event('{"a":"secret"}'),
    );
    expect(wrong.statusCode).toBe(400);
    expect(JSON.parse(wrong.body!)).toMatchObject({
      errors: [{ field: 'a', got: 'a string', expected: 'a value of type number' }],
    });
  });

  test('what failed inside stays inside: the log has it, the answer has no stack and no message', async () => {
    const result = await call(
      async () => Promise.reject(new Error('table modelkeep-dev is gone')),
      event('{}'),
    );
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toMatch(/modelkeep-dev|at /);
    expect(logged.join('')).toMatch(/table modelkeep-dev is gone/);
  });

  test('the log says route and status, and cuts out what a patient stands behind', async () => {
    logged.length = 0;
    await call(async () => ({ status: 200 }), event('{"features":[17.99],"patientId":"P-1"}'));
    logger.info({ features: [17.99], inner: { patientId: 'P-1' } }, 'a mistake');
    expect(logged.join('')).toMatch(/"route":"POST \/things\/\{id\}","status":200/);
    expect(logged.join('')).not.toMatch(/17\.99|P-1/);
  });
});

describe('taskEdge', () => {
  const task = (run: (input: { a: number }) => Promise<{ b: number }>) =>
    taskEdge(
      { contract, logger, input: z.object({ a: z.number() }), output: z.object({ b: z.number() }) },
      run,
    );

  test('parses what comes in and what goes out', async () => {
    expect(await task(async ({ a }) => ({ b: a + 1 }))({ a: 1, more: true }, context)).toEqual({ b: 2 });
    await expect(task(async () => ({ b: 1 }))({ a: 'x' }, context)).rejects.toThrow(StateInputError);
    await expect(task(async () => ({ b: 'x' as unknown as number }))({ a: 1 }, context)).rejects.toThrow(
      /output of do-thing: b: got a string/,
    );
  });

  test('failures carry the names that the state machine retries', async () => {
    const fail = (error: Error) => task(async () => Promise.reject(error))({ a: 1 }, context);
    await expect(fail(new ThrottledError('slow'))).rejects.toThrow(ServiceThrottledError);
    await expect(fail(new ConditionFailedError('x'))).rejects.toThrow(ServiceUnavailableError);
    await expect(fail(new RangeError('odd'))).rejects.toThrow(RangeError);
  });
});

import { expect } from '@jest/globals';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as fc from 'fast-check';

type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Call {
  /** `POST /models/{version}/approve`, as in a contract. */
  readonly route: string;
  readonly body?: unknown;
  /** Sent as it is, JSON or not. */
  readonly text?: string | undefined;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly caller?: string;
  /** Of the token; default all. */
  readonly scope?: string;
}

export const testContext = { awsRequestId: 'test' } as Context;

/** A request as API Gateway (HTTP API, payload 2.0) hands it to a function. */
export function httpEvent(call: Call): APIGatewayProxyEventV2 {
  const [method = 'GET', path = '/'] = call.route.split(' ');
  const text = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  return {
    version: '2.0',
    routeKey: call.route,
    rawPath: path,
    rawQueryString: '',
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...call.headers },
    pathParameters: call.path,
    queryStringParameters: call.query,
    requestContext: {
      http: { method, path },
      authorizer: {
        jwt: {
          claims: {
            email: call.caller ?? 'ada@example.org',
            scope: call.scope ?? 'reader clinician approver admin',
          },
        },
      },
    },
    body: text,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

/** The answer of one call, its JSON parsed. */
export async function callHttp(
  handler: HttpHandler,
  call: Call,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const { statusCode = 200, body } = await handler(httpEvent(call), testContext);
  return { status: statusCode, body: JSON.parse(body ?? '{}') as Record<string, unknown> };
}

/**
 * Any JSON, and `valid` with one thing in it replaced, removed or added: random JSON alone never gets past the first
 * check of an object with many fields.
 */
export function bodies(valid: unknown): fc.Arbitrary<unknown> {
  const places = pathsOf(valid);
  const mutated = fc
    .tuple(
      fc.nat({ max: Math.max(0, places.length - 1) }),
      fc.oneof(fc.jsonValue(), oddValue, fc.constant(undefined)),
    )
    .map(([i, value]) => withAt(valid, places[i] ?? [], value));
  const added = fc
    .tuple(fc.string({ minLength: 1 }), fc.jsonValue())
    .map(([name, value]) =>
      typeof valid === 'object' && valid !== null ? { ...valid, [name]: value } : valid,
    );
  return fc.oneof(
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 3, arbitrary: mutated },
    { weight: 1, arbitrary: added },
  );
}

/** Numbers and texts at the edges of what JSON holds. */
const oddValue = fc.constantFrom(
  1e308,
  -1e308,
  5e-324,
  -0,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '__proto__',
  'constructor',
  '0',
  '1e400',
  '\u0000',
  '\ud83d\ude00',
  [],
  {},
  null,
  true,
  '../..',
  'a'.repeat(5_000),
);

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.constantFrom('..', '%2e', '__proto__', '0', '-1', '1e9'),
);

interface FuzzedRoute {
  readonly route: string;
  /** A body that the route takes; random ones are made from it. */
  readonly valid?: unknown;
  /** Path parameters and query parameters that get random values. */
  readonly path?: readonly string[];
  readonly query?: readonly string[];
  readonly runs?: number;
}

/**
 * Random requests: whatever comes, the answer is no 5xx, and a 4xx is problem+json that names a field and shows nothing
 * of the inside.
 */
export async function fuzzRoute(handler: HttpHandler, fuzzed: FuzzedRoute): Promise<void> {
  const someOf = (names: readonly string[] | undefined) =>
    fc.record(Object.fromEntries((names ?? []).map((parameter) => [parameter, name])));
  const someQuery = fc.record(
    Object.fromEntries((fuzzed.query ?? []).map((parameter) => [parameter, name])),
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    {
      weight: 12,
      arbitrary: bodies(fuzzed.valid ?? {}).map((body) => JSON.stringify(body)),
    },
    { weight: 1, arbitrary: fc.string() },
  );
  const hasBody = fuzzed.route.startsWith('POST') || fuzzed.route.startsWith('PUT');
  await fc.assert(
    fc.asyncProperty(
      hasBody ? text : fc.constant(undefined),
      someOf(fuzzed.path),
      someQuery,
      async (body, path, query) => {
        expectCallersFault(
          await handler(httpEvent({ route: fuzzed.route, text: body, path, query }), testContext),
        );
      },
    ),
    { numRuns: fuzzed.runs ?? 1_000 },
  );
}

/** No 5xx; a 4xx is a problem that names the field. */
function expectCallersFault(result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers, body } = result;
  if (statusCode >= 500)
    throw new Error(`got ${statusCode} ${body ?? ''}, expected the caller's fault to be named`);
  if (statusCode < 400) return;
  expect(headers?.['content-type']).toBe('application/problem+json');
  const problem: unknown = JSON.parse(body ?? 'null');
  expect(problem).toMatchObject({
    status: statusCode,
    title: expect.any(String),
    detail: expect.any(String),
  });
  const errors: unknown = Reflect.get(problem as object, 'errors');
  expect(errors).toEqual(
    expect.arrayContaining([expect.objectContaining({ field: expect.stringMatching(/./su) })]),
  );
  expect(body).not.toMatch(/\bat .+\.ts:\d+/);
}

/**
 * Random events: each is done or refused by an error that names the field (InvalidInputError, UnknownUseCaseError),
 * never by a TypeError out of the depths.
 */
export async function fuzzEvents(
  handler: (event: unknown, context: Context) => Promise<unknown>,
  valid: unknown,
  runs = 1_000,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(bodies(valid), async (event) => {
      try {
        await handler(event, testContext);
      } catch (error) {
        expect(error).toMatchObject({ name: expect.stringMatching(/^(InvalidInput|UnknownUseCase)Error$/) });
      }
    }),
    { numRuns: runs },
  );
}

type Path = readonly string[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

function withAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  const inner = withAt(Reflect.get(value as object, key), rest, replacement);
  if (Array.isArray(value)) return value.map((old: unknown, i) => (String(i) === key ? inner : old));
  // An undefined value is left out when the body is written as JSON.
  return { ...(value as object), [key]: inner };
}

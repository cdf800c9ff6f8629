import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { FunctionContract, HttpRoute } from '../../domain/function-contract.ts';
import type { Logger } from './logger.ts';
import { entityTag, isUnchanged } from './entity-tag.ts';
import { HttpProblem, problemBody, problemOfError } from './problem.ts';

/** Who calls: what the token says. */
export interface Caller {
  readonly name: string;
  /** Undefined where no token was asked for: a call past the API, which IAM has let through. */
  readonly scopes?: readonly string[] | undefined;
}

export interface HttpRequest {
  readonly method: string;
  /** The route that matched, as the contract writes it: `/models/{version}/approve`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, not yet validated. */
  readonly body: unknown;
  readonly caller: Caller;
}

export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent instead of `body`: a page that needs no network and runs no script. */
  readonly page?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpEdge {
  readonly contract: FunctionContract;
  readonly logger: Logger;
  /** The console's origin; without one no other origin may read answers. */
  readonly allowedOrigin?: string | undefined;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

type Event = Omit<APIGatewayProxyEventV2, 'body'> & { body?: unknown };

/**
 * The HTTP stack around a plain function: headers, JSON body, errors as problem+json, CORS, security headers, one log
 * line for each request (method, route, status, milliseconds; no body, no query, no id).
 */
export function httpEdge(edge: HttpEdge, answer: (request: HttpRequest) => Promise<HttpAnswer>): HttpHandler {
  const { contract, logger } = edge;
  const takesBody = (contract.routes ?? []).some(
    (route) => route.method === 'POST' || route.method === 'PUT',
  );
  const stack = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(requestLog(logger, contract.name))
    .use(httpHeaderNormalizer())
    .use(pagesMayBeStyled())
    .use(httpSecurityHeaders())
    .use(httpCors(edge.allowedOrigin ? { origins: [edge.allowedOrigin], credentials: true } : { origin: '' }))
    // Behind problemJson, for an error inside problemJson itself.
    .use(httpErrorHandler({ logger: false, fallbackMessage: 'Internal error' }))
    .use(problemJson(logger, contract.name));
  if (takesBody) stack.use(emptyBodyIsAnObject()).use(httpJsonBodyParser());
  const handler = stack.handler(async (event: Event) => {
    const request = toRequest(event);
    const route = contract.routes?.find(
      ({ path, method }) => path === request.route && method === request.method,
    );
    checkScope(request.caller, route?.scope);
    return toResult(
      await answer(request),
      route?.method === 'GET' ? { event, scope: route.scope } : undefined,
    );
  });
  return (event, context) => handler(event, context);
}

function toRequest(event: Event): HttpRequest {
  const jwt: unknown = Reflect.get(event.requestContext, 'authorizer');
  return {
    method: event.requestContext.http.method,
    route: event.routeKey.replace(/^\S+ /, ''),
    path: defined(event.pathParameters),
    query: defined(event.queryStringParameters),
    headers: defined(event.headers),
    body: event.body,
    caller: callerOf(jwt),
  };
}

/** `modelkeep/reader` is how a resource server of Cognito writes the scope `reader`. */
const scopesOf = (claim: unknown): readonly string[] =>
  typeof claim === 'string' ? claim.split(' ').map((scope) => scope.slice(scope.lastIndexOf('/') + 1)) : [];

function callerOf(authorizer: unknown): Caller {
  const claims: unknown = at(at(authorizer, 'jwt'), 'claims');
  const name = at(claims, 'email') ?? at(claims, 'username') ?? at(claims, 'sub');
  return {
    name: typeof name === 'string' ? name : 'anonymous',
    scopes: claims === undefined ? undefined : scopesOf(at(claims, 'scope')),
  };
}

/** The API has checked this before; a route that somebody forgot to protect there stays closed here. */
function checkScope({ scopes }: Caller, wanted: HttpRoute['scope'] | undefined): void {
  if (wanted === undefined || wanted === 'public' || scopes === undefined || scopes.includes(wanted)) return;
  throw new HttpProblem(
    403,
    'Forbidden',
    `this takes the scope ${wanted}, which your sign-in does not have`,
    {
      errors: [{ field: 'scope', got: scopes.join(' ') || 'none', expected: wanted }],
    },
  );
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

function defined(values: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> {
  const entries = Object.entries(values ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

const html = 'text/html; charset=utf-8';

/**
 * @param read the request, where it only reads: its answer gets an entity tag. What clinicians read is stored nowhere; anything
 * else a browser may keep for itself, and asks whether it still holds.
 */
function toResult(
  answer: HttpAnswer,
  read?: { readonly event: Event; readonly scope: HttpRoute['scope'] },
): APIGatewayProxyStructuredResultV2 {
  const body = answer.page ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  const tag = read && answer.status === 200 && body !== undefined ? entityTag(body) : undefined;
  const headers = {
    'content-type': answer.page === undefined ? 'application/json; charset=utf-8' : html,
    'cache-control': read && read.scope === 'reader' ? 'private, no-cache' : 'no-store',
    ...(tag === undefined ? {} : { etag: tag }),
    ...answer.headers,
  };
  if (tag !== undefined && isUnchanged(read?.event.headers['if-none-match'], tag))
    return { statusCode: 304, headers };
  return { statusCode: answer.status, headers, ...(body === undefined ? {} : { body }) };
}

/** The policy for JSON forbids styles too; a page brings its own and nothing else. Runs after httpSecurityHeaders. */
const pagesMayBeStyled = (): middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2> => ({
  after({ response }) {
    if (response?.headers?.['content-type'] !== html) return;
    response.headers['Content-Security-Policy'] =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
  },
});

/** A POST without a body (approve, pause) means `{}`. */
const emptyBodyIsAnObject = (): middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2> => ({
  before(request) {
    if (request.event.body === undefined || request.event.body === '') {
      request.event.body = '{}';
      request.event.headers['content-type'] = 'application/json';
    }
  },
});

const problemJson = (
  logger: Logger,
  functionName: string,
): middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2> => ({
  onError(request) {
    const problem = problemOfError(request.error);
    if (problem.status >= 500)
      logger.error(
        { function: functionName, error: request.error, requestId: request.context.awsRequestId },
        'request failed',
      );
    request.response = {
      statusCode: problem.status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...problem.headers,
      },
      body: JSON.stringify(problemBody(problem)),
    };
  },
});

const started = new WeakMap<object, number>();

function requestLog(
  logger: Logger,
  functionName: string,
): middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2> {
  const log = (request: middy.Request<Event, APIGatewayProxyStructuredResultV2>) => {
    const milliseconds =
      Math.round((performance.now() - (started.get(request.event) ?? performance.now())) * 10) / 10;
    logger.info(
      {
        function: functionName,
        route: request.event.routeKey,
        status: request.response?.statusCode,
        milliseconds,
      },
      'request',
    );
  };
  return {
    before(request) {
      started.set(request.event, performance.now());
    },
    after: log,
    onError: log,
  };
}

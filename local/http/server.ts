import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../domain/ports.ts';
import { errorCode } from '../error-code.ts';
import { AddressInUseError } from '../errors.ts';
import { lambdaContext } from '../lambda-context.ts';
import type { Authorizer } from '../identity/authorizer.ts';
import { apiEvent } from './api-event.ts';
import { isBrokenText, readBody } from './body.ts';
import type { ConsoleFiles } from './console-files.ts';
import { streamEvents } from './event-stream.ts';
import { isFromHere } from './origin.ts';
import { problem } from './problem.ts';
import { defaultRateLimit, rateLimiter, type RateLimit } from './rate-limit.ts';
import { routeTable, type Match, type Route } from './routes.ts';

const largestBodyBytes = 6_000_000;

export interface HttpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly clock: Clock;
  /** Answers a GET that no route has. */
  readonly console?: ConsoleFiles | undefined;
  /** Default 6 MB, as Lambda takes. */
  readonly bodyLimitBytes?: number;
  /** Checks who calls, and answers what is no route, once the server's address is known; without it everybody may call everything. */
  readonly siteOf?: (url: string) => Site;
  /** For each caller; see defaultRateLimit. */
  readonly rateLimit?: RateLimit;
  /** How often a stream of events looks for new ones; default 1,000. */
  readonly eventsEveryMs?: number;
  /** Told when a function throws, which no function should: the edge answers for it. */
  readonly onError?: (error: unknown, route: Route) => void;
}

/** What the server has beside the functions' routes. */
export interface Site {
  readonly authorize: Authorizer;
  /** True where it has answered. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

export interface HttpServer {
  readonly url: string;
  /** Takes no more requests; resolves when those under way are answered, after five seconds at the latest. */
  close(): Promise<void>;
}

const address = '127.0.0.1';
const urlLimit = 8_192;
const closeWithinMs = 5_000;

/** The HTTP API on this machine: requests become API Gateway events for the functions that run on AWS. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const match = routeTable(options.routes);
  const limiter = rateLimiter(options.rateLimit ?? defaultRateLimit, options.clock);
  // Known when the address is.
  const late: { site?: Site | undefined } = {};
  const server = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 },
    (request, response) => {
      void answer(
        request,
        response,
        { ...options, site: late.site, limiter, isOpen: () => server.listening },
        match,
      )
        .then((result) => {
          if (result === 'answered') return;
          // Kept alive, it would hold up the close.
          if (!server.listening) response.setHeader('connection', 'close');
          send(request, response, result);
        })
        // The client has gone: nobody is left to answer.
        .catch(() => response.destroy());
    },
  );
  server.on('clientError', answerClientError);
  await listen(server, options.port);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  const url = `http://${address}:${port}`;
  late.site = options.siteOf?.(url);
  return { url, close: () => close(server) };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, address);
    await once(server, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES')
      throw new AddressInUseError(
        `${address}:${port} cannot be listened on (${String(errorCode(error))}); stop what uses it, or name another port with --port`,
        { cause: error },
      );
    throw error;
  }
}

interface Answering extends HttpOptions {
  readonly site: Site | undefined;
  readonly limiter: ReturnType<typeof rateLimiter>;
  readonly isOpen: () => boolean;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: Answering,
  match: (method: string, path: string) => Match,
): Promise<APIGatewayProxyStructuredResultV2 | 'answered'> {
  const target = request.url ?? '/';
  if (target.length > urlLimit)
    return problem(414, 'URI too long', `the path and query may have ${urlLimit} characters`);
  if (!isFromHere(request.headers))
    return problem(
      403,
      'Forbidden',
      'this API answers programs on this machine, not web pages of other origins',
    );
  if (!URL.canParse(target, `http://${address}`)) return malformed();
  const url = new URL(target, `http://${address}`);
  const found = match(request.method ?? 'GET', url.pathname);
  if (found.kind === 'malformed') return malformed();
  if (found.kind === 'not-found') {
    if (await options.site?.handle(request, response, url.pathname)) return 'answered';
    const page =
      request.method === 'GET'
        ? await options.console?.(url.pathname, request.headers.accept ?? '')
        : undefined;
    return page ?? problem(404, 'Not found', 'no route has this path');
  }
  if (found.kind === 'method-not-allowed') {
    const allow = found.allow.join(', ');
    return problem(405, 'Method not allowed', `this path takes ${allow}`, { headers: { allow } });
  }
  const authorized = await options.site?.authorize(request.headers, found.route.scope);
  if (authorized && 'refused' in authorized) return authorized.refused;
  const waitSeconds = options.limiter(authorized?.claims?.sub ?? '');
  if (waitSeconds !== undefined)
    return problem(429, 'Too many requests', `repeat it in ${waitSeconds} s`, {
      headers: { 'retry-after': String(waitSeconds) },
    });
  const limit = options.bodyLimitBytes ?? largestBodyBytes;
  const body = await readBody(request, limit);
  if (body === 'too-large')
    return problem(413, 'Content too large', `a body may have ${limit} bytes`, {
      headers: { connection: 'close' },
      field: ['body', 'more bytes than that', `at most ${limit} bytes`],
    });
  if (body === 'broken-off') return problem(400, 'Invalid request', 'the body broke off');
  if (isBrokenText(request.headers['content-type'], body))
    return problem(400, 'Invalid request', 'body: expected one JSON value in UTF-8', {
      field: ['body', 'bytes that are not UTF-8', 'one JSON value in UTF-8'],
    });
  const { route, parameters } = found;
  const requestId = randomUUID();
  const claims = authorized?.claims;
  const now = options.clock.now();
  const event = apiEvent({ request, url, route, parameters, body, now, requestId, claims });
  const call = (asked: typeof event) => route.handler(asked, lambdaContext(route.functionName));
  try {
    if (route.path === '/events' && /\btext\/event-stream\b/.test(request.headers.accept ?? ''))
      return await streamEvents(
        {
          request,
          response,
          ask: (after) => {
            const { after: _, ...query } = event.queryStringParameters ?? {};
            const queryStringParameters = after === undefined ? query : { ...query, after };
            return call({ ...event, queryStringParameters });
          },
          goesOn: () =>
            options.isOpen() && (claims === undefined || claims.exp * 1000 > options.clock.now().getTime()),
          everyMs: options.eventsEveryMs ?? 1_000,
        },
        event.queryStringParameters?.['after'],
      );
    return await call(event);
  } catch (error) {
    options.onError?.(error, route);
    return problem(
      500,
      'Internal error',
      'something failed on our side; the log has it under the request id',
    );
  }
}

const malformed = () =>
  problem(400, 'Invalid request', 'path: expected percent-encoded UTF-8', {
    field: ['path', 'a text that is no such path', 'percent-encoded UTF-8'],
  });

function send(
  request: IncomingMessage,
  response: ServerResponse,
  result: APIGatewayProxyStructuredResultV2,
): void {
  const body = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies) response.setHeader('set-cookie', result.cookies);
  response.writeHead(result.statusCode ?? 200, { 'content-length': body.length });
  response.end(body);
  // What was not read of a refused body is not waited for.
  if (!request.complete && result.statusCode === 413) response.once('finish', () => request.destroy());
}

/** What is not even HTTP, or has headers over the limit. */
function answerClientError(error: Error, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = errorCode(error) === 'HPE_HEADER_OVERFLOW';
  const [status, title] = tooLarge ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request'];
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: 'the request is not one that HTTP/1.1 allows here',
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const forced = setTimeout(() => server.closeAllConnections(), closeWithinMs);
  await closed;
  clearTimeout(forced);
}

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { IncomingMessage } from 'node:http';
import type { Route } from './routes.ts';

export interface Incoming {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly now: Date;
  readonly requestId: string;
  /** Of the token; undefined for a route that asks for none. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

const textTypes = /^(application\/(json|[\w.+-]*\+json|x-www-form-urlencoded|xml)|text\/)/i;

/** The event that API Gateway (HTTP API, payload format 2.0) makes of a request. */
export function apiEvent(incoming: Incoming): APIGatewayProxyEventV2 {
  const { request, url, route, parameters, body, now, requestId, claims } = incoming;
  const headers = headersOf(request);
  const method = request.method ?? 'GET';
  const query = queryOf(url.searchParams);
  const event: APIGatewayProxyEventV2 & { requestContext: { authorizer?: object } } = {
    version: '2.0',
    routeKey: `${route.method} ${route.path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? '127.0.0.1',
      domainPrefix: 'local',
      requestId,
      routeKey: `${route.method} ${route.path}`,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
    },
    isBase64Encoded: false,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: { ...parameters } } : {}),
  };
  if (body.length === 0) return event;
  const isText = textTypes.test(headers['content-type'] ?? 'text/plain');
  return { ...event, body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Names in lower case, repeated ones joined by a comma. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct))
    headers[name] = (values ?? []).join(',');
  return headers;
}

function queryOf(search: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of new Set(search.keys())) query[name] = search.getAll(name).join(',');
  return query;
}

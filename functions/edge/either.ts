import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { EventHandler } from './event.ts';
import type { HttpHandler } from './http.ts';

/** One function behind the API and on the bus or a schedule: what API Gateway sends has a request context with `http`. */
export const eitherEdge =
  (http: HttpHandler, other: EventHandler): EventHandler =>
  (event: unknown, context: Context) =>
    isHttp(event) ? http(event, context) : other(event, context);

function isHttp(event: unknown): event is APIGatewayProxyEventV2 {
  const request: unknown = at(event, 'requestContext');
  return at(request, 'http') !== undefined;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

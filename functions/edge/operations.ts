import type * as z from 'zod/mini';
import type { ApiRoute } from '../../domain/api/route.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import type { Caller, HttpAnswer, HttpEdge, HttpHandler, HttpRequest } from './http.ts';
import { httpEdge } from './http.ts';
import { notFound } from './problem.ts';

type Parsed<R, K extends string> =
  R extends Readonly<Record<K, infer S extends z.ZodMiniType>> ? z.output<S> : undefined;

/** A request as the API's contract types it. */
export interface ApiRequest<R extends ApiRoute> {
  readonly params: Parsed<R, 'params'>;
  readonly query: Parsed<R, 'query'>;
  readonly body: Parsed<R, 'body'>;
  readonly caller: Caller;
  readonly headers: HttpRequest['headers'];
}

export interface Operation {
  readonly route: ApiRoute;
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer>;
}

/**
 * One operation of the contract with what answers it. The request is checked first: InvalidInputError names what does not fit.
 */
export const operation = <R extends ApiRoute>(
  route: R,
  answer: (request: ApiRequest<R>) => Promise<HttpAnswer>,
): Operation => ({
  route,
  answer: (request) => {
    const { caller, headers } = request;
    // Each part is the output of the very schema that its type is made of, or undefined where the route has none.
    const parsed = {
      params: route.params && parseWith(route.params, request.path, 'path'),
      query: route.query && parseWith(route.query, request.query, 'query'),
      body: route.body && parseWith(route.body, request.body, 'request'),
      caller,
      headers,
    } as ApiRequest<R>;
    return answer(parsed);
  },
});

/** The HTTP stack around operations of the API's contract. */
export function apiEdge(edge: HttpEdge, operations: readonly Operation[]): HttpHandler {
  const byRoute = new Map(operations.map((one) => [`${one.route.method} ${one.route.path}`, one]));
  return httpEdge(edge, async (request) => {
    const found = byRoute.get(`${request.method} ${request.route}`);
    if (!found) throw notFound('this function does not answer that path');
    return found.answer(request);
  });
}

/** Status 200 with this body: what most operations answer. */
export const ok = (body: unknown): HttpAnswer => ({ status: 200, body });

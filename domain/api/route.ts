import type { HttpRoute } from '../function-contract.ts';
import * as z from 'zod/mini';

/** Who may call: one of these stands in the token's `scope`. `public` needs no token. */
export const scopes = ['reader', 'clinician', 'approver', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export type Method = 'GET' | 'POST';
type Shape = z.ZodMiniType;

/** One operation of the API: from this come the handler's checks, the OpenAPI document and the client's method. */
export interface ApiRoute {
  readonly method: Method;
  /** API Gateway form: `/models/{version}/approve`. */
  readonly path: string;
  readonly scope: Scope | 'public';
  readonly tag: string;
  readonly summary: string;
  /** Path parameters, as texts. */
  readonly params?: Shape;
  /** Query parameters, as texts. */
  readonly query?: Shape;
  readonly body?: Shape;
  /** JSON of each answer by its status; `html` for a page. */
  readonly answers: Readonly<Record<number, Shape | 'html'>>;
  /** Takes an Idempotency-Key: the same key of the same caller starts nothing twice. */
  readonly idempotent?: true;
  /** Statuses of the problems that it may answer beside 400, 401, 403, 413, 429 and 503. */
  readonly problems?: readonly (404 | 409 | 422)[];
}

/** A route with its literal types kept. */
export const route = <const R extends ApiRoute>(definition: R): R => definition;

/** One field that is wrong. */
const problemFieldSchema = z.object({ field: z.string(), got: z.string(), expected: z.string() });

/** Every answer of 4xx and 5xx (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.optional(z.array(problemFieldSchema)),
});
export type ApiProblem = z.output<typeof problemSchema>;

/** What a function's contract says of the operations that it answers. */
export const httpRoutes = (...routes: readonly ApiRoute[]): readonly HttpRoute[] =>
  routes.map(({ method, path, scope }) => ({ method, path, scope }));

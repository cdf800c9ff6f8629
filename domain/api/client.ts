import * as z from 'zod/mini';
import { api, type Api, type OperationId } from './contract.ts';
import { problemSchema, type ApiProblem, type ApiRoute } from './route.ts';

/** The API answered with a problem (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: ApiProblem;
  /** From the answer's `retry-after`. */
  readonly retryAfterSeconds: number | undefined;
  constructor(problem: ApiProblem, retryAfterSeconds?: number) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
/** The answer is not what the contract says: client and API are of different versions. */
export class ApiContractError extends Error {
  override readonly name = 'ApiContractError';
}

type Input<R, K extends string> =
  R extends Readonly<Record<K, infer S extends z.ZodMiniType>> ? Readonly<Record<K, z.input<S>>> : unknown;
/** What has no required field takes it. */
type Nothing = Readonly<Record<string, never>>;
type QueryInput<R> = R extends { readonly query: infer S extends z.ZodMiniType }
  ? Nothing extends z.input<S>
    ? { readonly query?: z.input<S> }
    : { readonly query: z.input<S> }
  : unknown;

/** What a call takes: path parameters and query as texts, and the body. */
export type ApiInput<K extends OperationId> = Input<Api[K], 'params'> &
  QueryInput<Api[K]> &
  Input<Api[K], 'body'> & {
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };
type AnswerOf<S> = S extends z.ZodMiniType ? z.output<S> : string;
export type ApiAnswer<K extends OperationId> = AnswerOf<Api[K]['answers'][keyof Api[K]['answers']]>;

type Arguments<K extends OperationId> =
  Nothing extends ApiInput<K> ? [input?: ApiInput<K>] : [input: ApiInput<K>];
/** A method for each operation: `client.listModels({ query: { useCase } })`. Throws ApiError, ApiContractError, TypeError of fetch. */
export type ApiClient = { readonly [K in OperationId]: (...given: Arguments<K>) => Promise<ApiAnswer<K>> };

export interface ClientOptions {
  /** Without a slash at the end; '' for the page's own origin. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** The access token; asked for at each call, since it is renewed. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export function createClient(options: ClientOptions): ApiClient {
  const methods = Object.entries<ApiRoute>(api).map(
    ([id, route]) => [id, (input?: AnyInput) => call(options, route, input ?? {})] as const,
  );
  // Made from the contract entry by entry: the compiler cannot follow that through Object.fromEntries.
  return Object.fromEntries(methods) as unknown as ApiClient;
}

async function call(options: ClientOptions, route: ApiRoute, input: AnyInput): Promise<unknown> {
  const token = route.scope === 'public' ? undefined : await options.token?.();
  const response = await options.fetch(`${options.baseUrl}${addressOf(route, input)}`, {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw problemOf(response, text);
  const schema = route.answers[response.status];
  if (schema === 'html') return text;
  const parsed = schema && z.safeParse(schema, jsonOf(text));
  if (parsed?.success) return parsed.data;
  const where = parsed?.error.issues[0]?.path.join('.') ?? `status ${response.status}`;
  throw new ApiContractError(
    `${route.method} ${route.path}: the answer does not fit the contract at ${where}; reload the page`,
  );
}

function addressOf(route: ApiRoute, { params, query }: AnyInput): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(textOf(params?.[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, textOf(value));
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function problemOf(response: Response, text: string): ApiError {
  const parsed = z.safeParse(problemSchema, jsonOf(text));
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const problem = parsed.success
    ? parsed.data
    : {
        type: 'about:blank',
        title: 'Error',
        status: response.status,
        detail: `the server answered ${response.status} without saying why`,
      };
  return new ApiError(problem, Number.isFinite(after) ? after : undefined);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpRoute } from '../../domain/function-contract.ts';

type HttpFunction = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Route {
  readonly method: string;
  /** API Gateway form: `/models/{version}/approve`. */
  readonly path: string;
  /** That the token must have; `public` asks for none. */
  readonly scope: HttpRoute['scope'];
  readonly functionName: string;
  readonly handler: HttpFunction;
}

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-found' }
  /** A part of the path is no percent-encoded UTF-8. */
  | { readonly kind: 'malformed' };

interface Compiled {
  readonly route: Route;
  readonly parts: readonly string[];
}

const parameterOf = (part: string): string | undefined => /^\{(\w+)\}$/.exec(part)?.[1];

/** Finds routes by method and path; a fixed part is preferred to a parameter, as by API Gateway. */
export function routeTable(routes: readonly Route[]): (method: string, path: string) => Match {
  const compiled = routes
    .map((route): Compiled => ({ route, parts: route.path.split('/').slice(1) }))
    .sort((a, b) => fixedParts(b).localeCompare(fixedParts(a)));
  return (method, path) => {
    const parts = path.split('/').slice(1);
    const fitting = compiled.filter((candidate) => fits(candidate.parts, parts));
    const found = fitting.find(({ route }) => route.method === method);
    if (found) return withParameters(found, parts);
    if (fitting.length === 0) return { kind: 'not-found' };
    return {
      kind: 'method-not-allowed',
      allow: [...new Set(fitting.map(({ route }) => route.method))].sort(),
    };
  };
}

/** `1` for each fixed part, `0` for a parameter: sorts `/models/latest` before `/models/{version}`. */
const fixedParts = ({ parts }: Compiled): string =>
  parts.map((part) => (parameterOf(part) === undefined ? '1' : '0')).join('');

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, i) => (parameterOf(part) === undefined ? part === parts[i] : parts[i] !== ''));

function withParameters({ route, parts: pattern }: Compiled, parts: readonly string[]): Match {
  try {
    const parameters = pattern.flatMap((part, i) => {
      const name = parameterOf(part);
      return name === undefined ? [] : [[name, decodeURIComponent(parts[i] ?? '')] as const];
    });
    return { kind: 'route', route, parameters: Object.fromEntries(parameters) };
  } catch {
    return { kind: 'malformed' };
  }
}

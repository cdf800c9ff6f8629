import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRoute } from '../../domain/function-contract.ts';
import { problem } from '../http/problem.ts';
import type { Claims, Tokens } from './tokens.ts';

export type Authorized =
  { readonly claims: Claims | undefined } | { readonly refused: APIGatewayProxyStructuredResultV2 };
/** What API Gateway's JWT authorizer does: who calls, and whether the token's scopes let them. */
export type Authorizer = (
  headers: IncomingHttpHeaders,
  scope: HttpRoute['scope'],
) => Authorized | Promise<Authorized>;

export const authorizer =
  (tokens: Tokens): Authorizer =>
  async (headers, scope) => {
    if (scope === 'public') return { claims: undefined };
    const token = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return unauthorized('a token is wanted: sign in, then send it as Bearer');
    const verified = await tokens.verify(token);
    if (verified.kind === 'expired') return unauthorized('the token has expired; sign in again');
    if (verified.kind === 'invalid') return unauthorized('the token is not one for this API; sign in here');
    const scopes = (verified.claims.scope ?? '').split(' ');
    if (scopes.includes(scope)) return { claims: verified.claims };
    const refused = problem(
      403,
      'Forbidden',
      `this takes the scope ${scope}, which your sign-in does not have`,
      { field: ['scope', 'other scopes', scope] },
    );
    return { refused };
  };

const unauthorized = (detail: string): Authorized => ({
  refused: problem(401, 'Unauthorized', detail, {
    headers: { 'www-authenticate': 'Bearer' },
    field: ['authorization', 'no valid token', 'Bearer and an access token'],
  }),
});

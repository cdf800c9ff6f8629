import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { ConsoleConfig } from '../../domain/api/console-config.ts';
import { scopes } from '../../domain/api/route.ts';
import type { Clock } from '../../domain/ports.ts';
import { readBody } from '../http/body.ts';
import { sendJson } from '../http/send.ts';
import { problem } from '../http/problem.ts';
import { authorizer, type Authorizer } from './authorizer.ts';
import { demoUsers, localUser } from './demo-users.ts';
import type { IssuerHandler } from './issuer.ts';
import type { SigningKey } from './signing-key.ts';
import { audience, Tokens, tokenSeconds } from './tokens.ts';

/** Path of the issuer, and of the token that commands on this machine ask for. */
const issuerPath = '/oidc';
const tokenPath = '/oidc/demo-token';
const consoleClientId = 'modelkeep-console';
/** Of the console's development server. */
const developmentOrigin = 'http://localhost:5173';

export interface Identity {
  readonly authorize: Authorizer;
  /** True where it has answered: what lies below the issuer's path, and the console's configuration. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

/**
 * Sign-in on one machine: an OIDC issuer for browsers, a token for commands, and the check of each request. It trusts whoever
 * works at this machine, as the platform's folder does; the server answers no page of another origin.
 * @param url of the server, without a slash at the end.
 */
export function makeIdentity(deps: {
  readonly url: string;
  readonly key: SigningKey;
  readonly clock: Clock;
}): Identity {
  const issuer = `${deps.url}${issuerPath}`;
  const tokens = new Tokens({ ...deps, issuer });
  let provider: Promise<IssuerHandler> | undefined;
  const issuerHandler = (): Promise<IssuerHandler> =>
    (provider ??= import('./issuer.ts').then(({ makeIssuer }) =>
      makeIssuer({
        issuer,
        key: deps.key,
        clientId: consoleClientId,
        consoleOrigins: [deps.url, developmentOrigin],
      }),
    ));
  return {
    authorize: authorizer(tokens),
    async handle(request, response, path) {
      if (path === '/config.json' && request.method === 'GET') sendJson(response, consoleConfig(issuer));
      else if (path === tokenPath) await giveToken(tokens, request, response);
      else if (path.startsWith(`${issuerPath}/`)) await (await issuerHandler())(request, response);
      else return false;
      return true;
    },
  };
}

const consoleConfig = (authority: string): ConsoleConfig => ({
  apiUrl: '',
  authority,
  clientId: consoleClientId,
  scope: ['openid', ...scopes].join(' '),
  resource: audience,
  environment: 'local',
  idleMinutes: 30,
  demoUsers: demoUsers.map(({ name, scopes: granted }) => ({ name, scopes: [...granted] })),
});

const askedSchema = z.strictObject({ user: z.string().check(z.regex(/^[\w.@-]{1,80}$/)) });

/** A token for a command, without a browser. */
async function giveToken(tokens: Tokens, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = request.method === 'POST' ? await readBody(request, 1_000) : undefined;
  const asked = z.safeParse(askedSchema, body instanceof Buffer ? jsonOf(body.toString('utf8')) : undefined);
  if (!asked.success) {
    const {
      statusCode = 400,
      headers,
      body: text,
    } = problem(400, 'Invalid request', 'expected POST {"user": "..."}');
    response.writeHead(statusCode, { 'content-type': String(headers?.['content-type']) }).end(text);
    return;
  }
  const user = localUser(asked.data.user);
  sendJson(response, {
    access_token: await tokens.issue(user),
    token_type: 'Bearer',
    expires_in: tokenSeconds,
    scope: user.scopes.join(' '),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

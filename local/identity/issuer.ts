import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import { Provider, type Configuration } from 'oidc-provider';
import { scopes } from '../../domain/api/route.ts';
import { demoUsers, localUser } from './demo-users.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { signInPage, signOutPage } from './sign-in-page.ts';
import { signingAlgorithm, type SigningKey } from './signing-key.ts';
import { audience, tokenSeconds } from './tokens.ts';

const interactionPath = /^\/interaction\/([\w-]{1,60})$/;
const hour = 3_600;

interface IssuerDeps {
  /** `http://127.0.0.1:4780/oidc` */
  readonly issuer: string;
  readonly key: SigningKey;
  readonly clientId: string;
  /** Origins where the console runs: the platform's own, and that of a development server. */
  readonly consoleOrigins: readonly string[];
}

/** Answers a request below the issuer's path. */
export type IssuerHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * An OIDC issuer (authorization code with PKCE) whose sign-in page offers the demo people. Each gets the scopes of their role,
 * whatever is asked for. Loaded when a browser first asks: the platform starts without it.
 */
export function makeIssuer(deps: IssuerDeps): IssuerHandler {
  const mount = new URL(deps.issuer).pathname;
  const provider = new Provider(deps.issuer, configurationOf(deps, mount));
  const callback = provider.callback();
  return async (request, response) => {
    const whole = request.url ?? mount;
    const path = whole.slice(mount.length).split('?', 1)[0] ?? '';
    if (interactionPath.test(path)) return interact(provider, `${mount}${path}`, request, response);
    Object.assign(request, { originalUrl: whole, url: whole.slice(mount.length) || '/' });
    await callback(request, response);
  };
}

function configurationOf({ key, clientId, consoleOrigins }: IssuerDeps, mount: string): Configuration {
  return {
    adapter: memoryAdapter(),
    jwks: { keys: [key.privateJwk] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: signingAlgorithm,
        redirect_uris: consoleOrigins.flatMap((origin) => [
          `${origin}/`,
          `${origin}/callback`,
          `${origin}/silent`,
        ]),
        post_logout_redirect_uris: consoleOrigins.map((origin) => `${origin}/`),
      },
    ],
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub', 'name'], profile: ['name'] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      Session: 8 * hour,
      Grant: 8 * hour,
      RefreshToken: 8 * hour,
      Interaction: hour,
    },
    interactions: { url: (_context, { uid }) => `${mount}/interaction/${uid}` },
    clientBasedCORS: (_context, origin) => consoleOrigins.includes(origin),
    findAccount: (_context, id) =>
      demoUsers.some(({ name }) => name === id)
        ? { accountId: id, claims: () => ({ sub: id, name: id }) }
        : undefined,
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc;
      const accountId = session?.accountId;
      if (!client || accountId === undefined) return undefined;
      const granted = localUser(accountId).scopes;
      const grant = new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope('openid profile offline_access');
      grant.addResourceScope(audience, granted.join(' '));
      // Said no to: a scope that is neither granted nor rejected would be asked for.
      grant.rejectResourceScope(audience, scopes.filter((scope) => !granted.includes(scope)).join(' '));
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience,
          accessTokenTTL: tokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: signingAlgorithm } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
      },
    },
  };
}

/** The sign-in page, and what a click there sends. */
async function interact(
  provider: Provider,
  action: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Throws where nobody is signing in (any more) under this id.
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    });
    response.end(signInPage(action));
    return;
  }
  const name = new URLSearchParams(await textOf(request)).get('user');
  const user = demoUsers.find((one) => one.name === name);
  if (!user) {
    response.writeHead(303, { location: action }).end();
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId: user.name } });
}

const longestForm = 1_000;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longestForm) return '';
  }
  return text;
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FakeClock } from '../../tests/support/doubles.ts';
import { BrokenStateError } from '../errors.ts';
import { startHttp, type HttpServer } from '../http/server.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { demoUsers } from './demo-users.ts';
import { makeIdentity } from './identity.ts';
import { signingKeyOf } from './signing-key.ts';
import { Tokens } from './tokens.ts';

let folder: string;
let server: HttpServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-identity-'));
  const key = await signingKeyOf(path.join(folder, 'signing.key'));
  server = await startHttp({
    port: 0,
    clock: systemClock,
    routes: (['reader', 'approver', 'public'] as const).map((scope) => ({
      method: 'GET',
      path: `/${scope}`,
      scope,
      functionName: 'f',
      handler: async (event) => ({
        statusCode: 200,
        body: JSON.stringify(Reflect.get(event.requestContext, 'authorizer') ?? null),
      }),
    })),
    siteOf: (url) => makeIdentity({ url, key, clock: systemClock }),
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A browser that keeps cookies and follows no redirection by itself. */
class Browser {
  readonly #cookies = new Map<string, string>();
  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, server.url), {
      redirect: 'manual',
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';', 1)[0]!.split(/=(.*)/s);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

async function signIn(user: string, scope = 'openid reader clinician approver admin') {
  const browser = new Browser();
  const verifier = randomBytes(32).toString('base64url');
  const redirect = `${server.url}/callback`;
  const asked = new URLSearchParams({
    client_id: 'modelkeep-console',
    response_type: 'code',
    redirect_uri: redirect,
    scope,
    resource: 'urn:modelkeep:api',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 's',
  });
  const started = await browser.go(`/oidc/auth?${asked.toString()}`);
  const page = started.headers.get('location') ?? '';
  expect(page).toMatch(/^\/oidc\/interaction\//);
  const shown = await (await browser.go(page)).text();
  const clicked = await browser.go(page, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `user=${user}`,
  });
  const resumed = await browser.go(clicked.headers.get('location') ?? '');
  const back = new URL(resumed.headers.get('location') ?? '');
  const given = await browser.go('/oidc/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'modelkeep-console',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect,
      code_verifier: verifier,
    }).toString(),
  });
  return { shown, tokens: (await given.json()) as { access_token: string; scope: string } };
}
const ask = (route: string, token?: string) =>
  fetch(
    new URL(route, server.url),
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

describe('sign-in in a browser', () => {
  test('the page offers a person for each role; a click gives a token with the scopes of the role alone', async () => {
    const { shown, tokens } = await signIn('anna.approver');
    for (const { name } of demoUsers) expect(shown).toContain(name);
    expect(tokens.scope.split(' ').sort()).toEqual(['approver', 'reader']);
    const answer = await ask('/approver', tokens.access_token);
    expect(await answer.json()).toMatchObject({
      jwt: { claims: { sub: 'anna.approver', aud: 'urn:modelkeep:api', scope: 'reader approver' } },
    });
    const reader = await signIn('rita.reader');
    expect((await ask('/reader', reader.tokens.access_token)).status).toBe(200);
    const refused = await ask('/approver', reader.tokens.access_token);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { errors: [{ expected: 'approver' }] },
    ]);
  });

  test('the issuer describes itself, the console is told where it is', async () => {
    const config = (await (await ask('/config.json')).json()) as { authority: string };
    expect(config.authority).toBe(`${server.url}/oidc`);
    const described = await (await fetch(`${config.authority}/.well-known/openid-configuration`)).json();
    expect(described).toMatchObject({
      issuer: config.authority,
      authorization_endpoint: `${config.authority}/auth`,
      code_challenge_methods_supported: ['S256'],
    });
  });
});

describe('a token for a command', () => {
  const give = (body: string) => fetch(new URL('/oidc/demo-token', server.url), { method: 'POST', body });

  test('has the scopes of a demo user, or all for who works at this machine', async () => {
    const scopeOf = async (user: string) =>
      ((await (await give(JSON.stringify({ user }))).json()) as { scope: string }).scope;
    expect(await scopeOf('carl.clinician')).toBe('reader clinician');
    expect(await scopeOf('kim')).toBe('reader clinician approver admin');
  });

  test.each(['', '{}', '{"user":"a b"}', 'x'.repeat(5000)])('is not given for %p', async (body) => {
    expect((await give(body)).status).toBe(400);
  });
});

describe('the check of a token', () => {
  const key = (name: string) => signingKeyOf(path.join(folder, name));
  const issuer = () => `${server.url}/oidc`;
  const user = { name: 'kim', scopes: ['reader'] };

  test('without one, or with one of another key, issuer or time: 401 and nothing of the inside', async () => {
    const issued = (clock: FakeClock | typeof systemClock, from = issuer(), file = 'signing.key') =>
      key(file).then((signing) => new Tokens({ key: signing, issuer: from, clock }).issue(user));
    const expired = await issued(new FakeClock('2020-01-01T00:00:00.000Z'));
    const [head, claims] = (await issued(systemClock)).split('.');
    for (const token of [
      undefined,
      'x',
      expired,
      await issued(systemClock, 'http://127.0.0.1:1/oidc'),
      await issued(systemClock, issuer(), 'other.key'),
      `${String(head)}.${String(claims)}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${String(claims)}.`,
    ]) {
      const answer = await ask('/reader', token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.text()).not.toMatch(/kim|jose|ERR_/);
    }
    expect((await ask('/public')).status).toBe(200);
  });

  test('is made once for each token, its time is looked at each time', async () => {
    const clock = new FakeClock();
    const tokens = new Tokens({ key: await key('signing.key'), issuer: issuer(), clock });
    const token = await tokens.issue(user);
    expect(await tokens.verify(token)).toMatchObject({ kind: 'valid', claims: { sub: 'kim' } });
    // Not a promise any more: nothing is computed.
    expect(tokens.verify(token)).toMatchObject({ kind: 'valid' });
    clock.advance(3_601);
    expect(await tokens.verify(token)).toEqual({ kind: 'expired' });
    expect(await tokens.verify(token)).toEqual({ kind: 'expired' });
  });
});

test('the key is a file for the user alone, the same at the next start; a broken one is told', async () => {
  const file = path.join(folder, 'fresh.key');
  const first = await signingKeyOf(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await signingKeyOf(file)).privateJwk).toEqual(first.privateJwk);
  await writeFile(file, '{}');
  await expect(signingKeyOf(file)).rejects.toThrow(BrokenStateError);
});

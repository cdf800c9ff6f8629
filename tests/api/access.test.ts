import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT, generateKeyPair } from 'jose';
import { api } from '../../domain/api/contract.ts';
import { ApiError } from '../../domain/api/index.ts';
import { problemSchema, type ApiRoute, type Scope } from '../../domain/api/route.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { signingKeyOf } from '../../local/identity/signing-key.ts';
import { audience } from '../../local/identity/tokens.ts';
import { apiWorld, type ApiWorld } from './world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
}, 60_000);
afterAll(() => world.close());

const guarded = Object.entries<ApiRoute>(api).filter(([, { scope }]) => scope !== 'public');
const addressOf = ({ path }: ApiRoute): string => path.replaceAll(/\{\w+\}/g, '1');
const ask = (route: ApiRoute, token?: string) =>
  fetch(new URL(addressOf(route), world.platform.url), {
    method: route.method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(route.method === 'POST' ? { body: '{}' } : {}),
  });

/** A token as the issuer makes them, with one thing changed. */
async function token(
  change: {
    readonly scopes?: readonly Scope[];
    readonly aud?: string;
    readonly iss?: string;
    readonly at?: number;
    readonly foreign?: boolean;
  } = {},
): Promise<string> {
  const own = await signingKeyOf(world.platform.home.signingKey);
  const key = change.foreign ? (await generateKeyPair('ES256')).privateKey : own.privateKey;
  const now = change.at ?? Math.floor(Date.now() / 1000);
  return new SignJWT({ scope: (change.scopes ?? ['reader', 'clinician', 'approver', 'admin']).join(' ') })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(change.iss ?? `${world.platform.url}/oidc`)
    .setAudience(change.aud ?? audience)
    .setSubject('mallory')
    .setIssuedAt(now)
    .setExpirationTime(now + 600)
    .sign(key);
}

describe('every route that is not public', () => {
  test.each([
    ['no token', async () => undefined, 401],
    ['no JWT', async () => 'x.y.z', 401],
    ['an expired token', () => token({ at: 1_700_000_000 }), 401],
    ["a token of another issuer's key", () => token({ foreign: true }), 401],
    ['a token for somebody else', () => token({ aud: 'urn:other:api' }), 401],
    ['a token of another issuer', () => token({ iss: 'https://issuer.example' }), 401],
    ['a token without scopes', () => token({ scopes: [] }), 403],
  ])('with %s answers %#, and nothing leaks', async (_, make, status) => {
    const given = await make();
    for (const [id, route] of guarded) {
      const answer = await ask(route, given);
      const body = await answer.text();
      expect([id, answer.status]).toEqual([id, status]);
      parseWith(problemSchema, JSON.parse(body), id);
      expect(body).not.toMatch(/mallory|breast-cancer|version|\.ts|jose|JW[TS]/);
    }
  });

  test('takes its own scope and no other', async () => {
    const scopes: readonly Scope[] = ['reader', 'clinician', 'approver', 'admin'];
    const tokens = new Map<Scope, string>();
    for (const scope of scopes) tokens.set(scope, await token({ scopes: [scope] }));
    for (const [id, route] of guarded)
      for (const scope of scopes) {
        const { status } = await ask(route, tokens.get(scope));
        expect([id, scope, status === 403]).toEqual([id, scope, scope !== route.scope]);
        expect(status).not.toBe(401);
        expect(status).toBeLessThan(500);
      }
  });
});

test('public routes need no token, and the page of an attacker reaches nothing', async () => {
  for (const route of [api.getHealth, api.getOpenApi]) expect((await ask(route)).status).toBe(200);
  const evil = { headers: { origin: 'https://evil.example' } };
  for (const path of ['/oidc/demo-token', '/health', '/config.json'])
    expect((await fetch(new URL(path, world.platform.url), evil)).status).toBe(403);
});

test('who is signed in is who acts: the audit has the name of the token, and who read whose record', async () => {
  const useCase = 'breast-cancer';
  const clinician = world.as('carl.clinician');
  const [patient] = world.data.nextPatients(1, false);
  const { id } = await clinician.predict({
    body: { useCase, features: patient!.features, patientId: 'MRN-1' },
  });
  await clinician.getPrediction({ params: { id }, query: { useCase } });
  const { entries } = await world.as('adam.admin').listAudit({ query: { useCase, limit: '1' } });
  expect(entries).toMatchObject([
    {
      actor: 'carl.clinician',
      action: 'read-predictions',
      subject: id,
      patient: expect.stringMatching(/^[\w-]{43}$/),
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('MRN-1');
  const refused = await clinician.listAudit({ query: { useCase } }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ status: 403 });
});

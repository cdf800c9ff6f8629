import { jwtVerify, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../../domain/ports.ts';
import { signingAlgorithm, type SigningKey } from './signing-key.ts';

/** Whom a token is for: this API. */
export const audience = 'urn:modelkeep:api';
export const tokenSeconds = 3_600;

const claimsSchema = z.looseObject({ sub: z.string(), scope: z.optional(z.string()), exp: z.number() });
export type Claims = z.output<typeof claimsSchema>;

export type Verified =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'expired' }
  /** Of another issuer, key or audience, or no token at all. */
  | { readonly kind: 'invalid' };

interface TokenDeps {
  readonly key: SigningKey;
  readonly issuer: string;
  readonly clock: Clock;
}

/** So many are remembered; a browser renews its token once an hour. */
const remembered = 1_000;

/** Issues and verifies access tokens. A token's signature is verified once; after that only its time. */
export class Tokens {
  readonly #deps: TokenDeps;
  readonly #known = new Map<string, Claims>();

  constructor(deps: TokenDeps) {
    this.#deps = deps;
  }

  /** A token as the issuer's sign-in page gives it. */
  async issue(user: { readonly name: string; readonly scopes: readonly string[] }): Promise<string> {
    const { key, issuer, clock } = this.#deps;
    const now = Math.floor(clock.now().getTime() / 1000);
    return new SignJWT({ scope: user.scopes.join(' '), client_id: 'modelkeep-cli' })
      .setProtectedHeader({ alg: signingAlgorithm, typ: 'at+jwt' })
      .setIssuer(issuer)
      .setSubject(user.name)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + tokenSeconds)
      .setJti(randomUUID())
      .sign(key.privateKey);
  }

  verify(token: string): Verified | Promise<Verified> {
    const known = this.#known.get(token);
    return known ? this.#timely(token, known) : this.#verify(token);
  }

  #timely(token: string, claims: Claims): Verified {
    if (claims.exp * 1000 > this.#deps.clock.now().getTime()) return { kind: 'valid', claims };
    this.#known.delete(token);
    return { kind: 'expired' };
  }

  async #verify(token: string): Promise<Verified> {
    const { key, issuer, clock } = this.#deps;
    try {
      const { payload } = await jwtVerify(token, key.publicKey, {
        issuer,
        audience,
        algorithms: [signingAlgorithm],
        requiredClaims: ['sub', 'exp'],
        currentDate: clock.now(),
      });
      const claims = z.safeParse(claimsSchema, payload);
      if (!claims.success) return { kind: 'invalid' };
      const [oldest] = this.#known.keys();
      if (this.#known.size >= remembered && oldest !== undefined) this.#known.delete(oldest);
      this.#known.set(token, claims.data);
      return { kind: 'valid', claims: claims.data };
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      return { kind: code === 'ERR_JWT_EXPIRED' ? 'expired' : 'invalid' };
    }
  }
}

import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { BrokenStateError } from '../errors.ts';
import { writeOnce } from '../write-once.ts';

export const signingAlgorithm = 'ES256';

export interface SigningKey {
  /** As a provider wants it. */
  readonly privateJwk: JWK;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const jwkSchema = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/**
 * The key that signs this machine's tokens: a file that only the user may read, made at the first start, so that a sign-in
 * outlives a restart.
 * @throws BrokenStateError where the file holds no such key.
 */
export async function signingKeyOf(file: string): Promise<SigningKey> {
  if (!existsSync(file)) await makeKey(file);
  const jwk = z.safeParse(jwkSchema, jsonOf(readFileSync(file, 'utf8')));
  if (!jwk.success)
    throw new BrokenStateError(
      `${file}: does not hold a key of P-256 as JWK. Remove it: a new one is made, and everybody signs in again`,
    );
  const { d: _secret, ...publicJwk } = jwk.data;
  return {
    privateJwk: { ...jwk.data, alg: signingAlgorithm, use: 'sig' },
    privateKey: await keyOf(jwk.data),
    publicKey: await keyOf(publicJwk),
  };
}

async function keyOf(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new BrokenStateError('a key of P-256 is no secret');
  return key;
}

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  writeOnce(
    file,
    `${JSON.stringify(await exportJWK(privateKey))}
`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { expect, test } from '@jest/globals';
import { isComingIn } from './coming-in.ts';

const tab = (...keys: readonly string[]) => ({ length: keys.length, key: (i: number) => keys[i] ?? null });

test.each([
  ['', [], false],
  ['?code=1', [], false],
  ['?version=1', ['oidc.0123'], false],
  ['?code=1&state=2', [], true],
  ['?error=access_denied&state=2', [], true],
  ['', ['other', 'oidc.user:http://127.0.0.1/oidc:console'], true],
])('%j with %j: %p', (search, keys, expected) => expect(isComingIn(search, tab(...keys))).toBe(expected));

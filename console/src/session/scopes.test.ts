import { expect, test } from '@jest/globals';
import { claimsOf, scopesOf } from './scopes.ts';

test.each([
  [{ scope: 'openid modelkeep/reader modelkeep/approver' }, ['reader', 'approver']],
  [{ 'cognito:groups': ['clinician', 'others'] }, ['clinician']],
  [{ scp: 'api:admin' }, ['admin']],
  [{ scope: 3, groups: 'reader' }, ['reader']],
  [{}, []],
])('%p', (claims, expected) => expect([...scopesOf(claims)]).toEqual(expected));

test('claims are read from a token, whatever it is', () => {
  const body = Buffer.from(JSON.stringify({ name: 'Zoë', scope: 'reader' })).toString('base64url');
  expect(claimsOf(`x.${body}.y`)).toEqual({ name: 'Zoë', scope: 'reader' });
  for (const token of [undefined, 'opaque', 'a.%%%.c', 'a.bnVsbA.c']) expect(claimsOf(token)).toEqual({});
});

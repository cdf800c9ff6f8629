import { expect, test } from '@jest/globals';
import { pseudonymOf } from './pseudonym.ts';

test('is HMAC-SHA-256', () => {
  // What openssl says: `printf patient-1 | openssl dgst -sha256 -hmac KEY`.
  const key = '0123456789abcdef0123456789abcdef';
  expect(Buffer.from(pseudonymOf(key, 'patient-1'), 'base64url').toString('hex')).toBe(
    '4ad08a5bc13e38f3af73ecfd282f05ac36aad9a1b5bc86b5cb4680e60646fe7c',
  );
});

test('refuses a short key, and says neither key nor id', () => {
  const refused = () => pseudonymOf('short-key', 'patient-1');
  expect(refused).toThrow('key: got 9 characters, expected at least 32');
  expect(refused).not.toThrow(/short-key|patient-1/);
});

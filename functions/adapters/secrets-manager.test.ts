import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { FakeClock } from '../../tests/support/doubles.ts';
import { CachedSecret } from './secrets-manager.ts';

const aws = mockClient(SecretsManagerClient);
const make = (clock: FakeClock) =>
  new CachedSecret('arn:secret', {
    client: new SecretsManagerClient({ region: 'us-east-1' }),
    clock,
    maxAgeSeconds: 60,
  });
const fails = (name: string) => Object.assign(new Error('text'), { name });
beforeEach(() => {
  aws.reset();
});

test('read once for many callers, and again after its age limit', async () => {
  const clock = new FakeClock();
  const secret = make(clock);
  aws.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'one' }).resolves({ SecretString: 'two' });
  expect(await Promise.all([secret.text(), secret.text(), secret.text()])).toEqual(['one', 'one', 'one']);
  clock.advance(59);
  expect(await secret.text()).toBe('one');
  expect(aws.calls()).toHaveLength(1);
  clock.advance(1);
  expect(await secret.text()).toBe('two');
});

test('while the service is down the known one is used on; without one it is an error', async () => {
  const clock = new FakeClock();
  const secret = make(clock);
  aws.on(GetSecretValueCommand).rejectsOnce(fails('ThrottlingException'));
  await expect(secret.text()).rejects.toMatchObject({ name: 'ThrottledError' });
  aws.reset();
  aws.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'one' }).rejects(fails('TimeoutError'));
  expect(await secret.text()).toBe('one');
  clock.advance(61);
  expect(await secret.text()).toBe('one');
  aws.on(GetSecretValueCommand).rejects(fails('AccessDeniedException'));
  await expect(secret.text()).rejects.toThrow('AccessDeniedException');
});

test('a secret without text', async () => {
  aws.on(GetSecretValueCommand).resolves({ SecretBinary: new Uint8Array(3) });
  await expect(make(new FakeClock()).text()).rejects.toThrow('expected SecretString');
});

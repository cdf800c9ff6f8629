import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn } from '../testing/synth.ts';
import { Secret } from './secret.ts';

const props = { name: 'dev/slack-webhook', description: 'Where messages go', keyArn: testKeyArn };

test('is encrypted, kept for 30 days, and holds no value', () => {
  const made = synth((scope) => new Secret(scope, 's', props));
  expect(made.only('aws_secretsmanager_secret')).toMatchObject({
    kms_key_id: testKeyArn,
    recovery_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
  expect(made.all('aws_secretsmanager_secret_version')).toEqual([]);
});

test('protect: false lets the name be used again at once', () => {
  const made = synth((scope) => new Secret(scope, 's', { ...props, protect: false }));
  expect(made.only('aws_secretsmanager_secret')).toMatchObject({ recovery_window_in_days: 0 });
});

test('a name that reads as a partial ARN fails the synth', () => {
  expect(problemsOf((scope) => new Secret(scope, 's', { ...props, name: 'dev/slack-secret' }))).toContain(
    '[test/s] name: got "dev/slack-secret", expected no ending of a hyphen and six characters',
  );
});

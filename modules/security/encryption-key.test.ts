import { describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testPlace } from '../testing/synth.ts';
import { EncryptionKey } from './encryption-key.ts';

const props = { place: testPlace, name: 'dev', description: 'All data of dev' };
const made = synth((scope) => new EncryptionKey(scope, 'key', props));

describe('EncryptionKey', () => {
  test('rotates each year and cannot be destroyed by accident', () => {
    expect(made.only('aws_kms_key')).toMatchObject({
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(made.only('aws_kms_alias')).toMatchObject({ name: 'alias/dev' });
  });

  test('protect: false lets it go after 7 days', () => {
    const key = synth((scope) => new EncryptionKey(scope, 'key', { ...props, protect: false })).only(
      'aws_kms_key',
    );
    expect(key['deletion_window_in_days']).toBe(7);
    expect(key).not.toHaveProperty('lifecycle');
  });

  test.each([
    'logs.eu-central-1.amazonaws.com',
    'cloudwatch.amazonaws.com',
    'events.amazonaws.com',
    'sns.amazonaws.com',
    'budgets.amazonaws.com',
    'cloudtrail.amazonaws.com',
    's3.amazonaws.com',
  ])('%s can make data keys under it', (service) => {
    const grants = made
      .statements('aws_kms_key')
      .filter((statement) => JSON.stringify(statement['Principal']) === `{"Service":"${service}"}`);
    expect(grants.flatMap((statement) => statement['Action'])).toContain('kms:GenerateDataKey*');
  });

  test('EventBridge and CloudWatch come without a condition, which they could not meet', () => {
    const bare = made.statements('aws_kms_key').filter((statement) => statement['Condition'] === undefined);
    expect(bare.map((statement) => statement['Sid'])).toEqual(['AccountPolicies', 'Alarms', 'Events']);
  });

  test('a reserved alias fails the synth', () => {
    expect(problemsOf((scope) => new EncryptionKey(scope, 'key', { ...props, name: 'aws/s3' }))).toContain(
      '[test/key] name: got "aws/s3"',
    );
  });
});

import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn } from '../testing/synth.ts';
import { Table, type TableProps } from './table.ts';

const props: TableProps = {
  name: 'dev-records',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
  indexes: { byStatus: { partitionKey: 'status', sortKey: 'sk' } },
  keyArn: testKeyArn,
};

test('is encrypted, restorable for 35 days, forgets by TTL, and cannot be deleted by accident', () => {
  const table = synth((scope) => new Table(scope, 't', props)).only('aws_dynamodb_table');
  expect(table).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'pk',
    range_key: 'sk',
    server_side_encryption: { enabled: true, kms_key_arn: testKeyArn },
    point_in_time_recovery: { enabled: true, recovery_period_in_days: 35 },
    ttl: { enabled: true, attribute_name: 'expiresAt' },
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  });
});

test('declares each key attribute once, whatever number of indexes uses it', () => {
  const table = synth((scope) => new Table(scope, 't', props)).only('aws_dynamodb_table');
  expect(table['attribute']).toEqual([
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'S' },
    { name: 'status', type: 'S' },
  ]);
  expect(table['global_secondary_index']).toEqual([
    { name: 'byStatus', hash_key: 'status', range_key: 'sk', projection_type: 'ALL' },
  ]);
});

test('protect: false lets it go', () => {
  const table = synth((scope) => new Table(scope, 't', { ...props, protect: false })).only(
    'aws_dynamodb_table',
  );
  expect(table['deletion_protection_enabled']).toBe(false);
  expect(table).not.toHaveProperty('lifecycle');
});

test.each<[string, Partial<TableProps>, string]>([
  ['TTL on a key', { ttlAttribute: 'sk' }, 'ttlAttribute: "sk" is a key'],
  [
    'an attribute of two types',
    { indexes: { byTime: { partitionKey: { name: 'sk', type: 'N' } } } },
    'a key attribute with two types: "sk"',
  ],
  ['36 days of recovery', { recoveryDays: 36 }, 'recoveryDays: got 36, expected a whole number from 1 to 35'],
])('%s fails the synth', (_what, more, message) => {
  expect(problemsOf((scope) => new Table(scope, 't', { ...props, ...more }))).toContain(
    `[test/t] ${message}`,
  );
});

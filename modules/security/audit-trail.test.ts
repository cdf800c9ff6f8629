import { expect, test } from '@jest/globals';
import { PrivateBucket } from '../storage/private-bucket.ts';
import { synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { AuditTrail, trailDeliveryStatements } from './audit-trail.ts';

const made = synth((scope) => {
  const bucket = new PrivateBucket(scope, 'audit', {
    place: testPlace,
    name: 'audit-123456789012',
    keyArn: testKeyArn,
    objectLock: { mode: 'COMPLIANCE', retentionDays: 2192 },
    statements: trailDeliveryStatements(testPlace, 'audit-123456789012', 'dev'),
  });
  new AuditTrail(scope, 'trail', {
    place: testPlace,
    name: 'dev',
    bucketName: bucket.name,
    keyArn: testKeyArn,
    objectsOfBucketArns: ['arn:aws:s3:::raw'],
  });
});

test('all regions, proven files, encrypted', () => {
  expect(made.only('aws_cloudtrail')).toMatchObject({
    is_multi_region_trail: true,
    enable_log_file_validation: true,
    include_global_service_events: true,
    kms_key_id: testKeyArn,
  });
});

test('records management, and who touched which object', () => {
  const selectors = JSON.stringify(made.only('aws_cloudtrail')['advanced_event_selector']);
  expect(selectors).toContain('"equals":["Management"]');
  expect(selectors).toContain('"starts_with":["arn:aws:s3:::raw/"]');
  expect(selectors).not.toContain('DynamoDB');
});

test('waits for the bucket policy, which lets this trail alone write', () => {
  expect(made.only('aws_cloudtrail')['s3_bucket_name']).toContain('aws_s3_bucket_policy');
  const writes = made
    .statements('aws_s3_bucket_policy')
    .find((statement) => statement['Sid'] === 'TrailWrites');
  expect(writes).toMatchObject({
    Resource: ['arn:aws:s3:::audit-123456789012/AWSLogs/123456789012/*'],
    Condition: {
      StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/dev' },
    },
  });
});

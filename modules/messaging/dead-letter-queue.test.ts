import { expect, test } from '@jest/globals';
import { synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

const props = { place: testPlace, name: 'dev-dead-letters', keyArn: testKeyArn };

test('is encrypted and keeps messages for 14 days', () => {
  expect(synth((scope) => new DeadLetterQueue(scope, 'q', props)).only('aws_sqs_queue')).toEqual({
    name: 'dev-dead-letters',
    kms_master_key_id: testKeyArn,
    message_retention_seconds: 1_209_600,
  });
});

test('event rules may put messages in only where that is asked for', () => {
  const sids = (fromEventRules: boolean) =>
    synth((scope) => new DeadLetterQueue(scope, 'q', { ...props, fromEventRules }))
      .statements('aws_sqs_queue_policy')
      .map((statement) => statement['Sid']);
  expect(sids(false)).toEqual(['OnlyOverTls']);
  expect(sids(true)).toEqual(['OnlyOverTls', 'FromEventRules']);
});

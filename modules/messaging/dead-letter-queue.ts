import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace } from '../aws-place.ts';
import { policyJson, type ResourceStatement } from '../security/statement.ts';
import { addChecks, isArn, isPlace, matches } from '../validation.ts';

export interface DeadLetterQueueProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly keyArn: string;
  /** True where event rules put what they cannot deliver; functions and schedules do it by their roles. */
  readonly fromEventRules?: boolean;
}

/** Where messages go that could not be delivered: kept for 14 days, the longest that SQS allows. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly url: string;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const { place, name, keyArn, fromEventRules = false } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^[\w-]{1,80}$/, 'at most 80 letters, digits, _ or -'),
      isArn('keyArn', keyArn),
    ]);
    const queue = new SqsQueue(this, 'queue', {
      name,
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: 14 * 24 * 3600,
    });
    this.arn = queue.arn;
    this.name = queue.name;
    this.url = queue.url;
    // By its name: the policy is then readable in the plan that makes the queue.
    const arn = arnOf(place, 'sqs', name);
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: policyJson([overTlsOnly(arn), ...(fromEventRules ? [fromRules(arn, place)] : [])]),
    });
  }
}

const overTlsOnly = (arn: string): ResourceStatement => ({
  sid: 'OnlyOverTls',
  effect: 'Deny',
  principals: '*',
  actions: ['sqs:*'],
  resources: [arn],
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
});

const fromRules = (arn: string, place: AwsPlace): ResourceStatement => ({
  sid: 'FromEventRules',
  principals: { services: ['events.amazonaws.com'] },
  actions: ['sqs:SendMessage'],
  resources: [arn],
  conditions: { StringEquals: { 'aws:SourceAccount': place.accountId } },
});

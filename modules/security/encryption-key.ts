import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import { accountRootArn, arnOf, type AwsPlace } from '../aws-place.ts';
import { addChecks, isPlace, matches } from '../validation.ts';
import { policyJson, type ResourceStatement } from './statement.ts';

export interface EncryptionKeyProps {
  readonly place: AwsPlace;
  /** The alias is `alias/<name>`. */
  readonly name: string;
  readonly description: string;
  /** True unless given: Terraform refuses to destroy the key, and AWS waits 30 days. False: it goes after 7 days. */
  readonly protect?: boolean;
  /** Beyond keyPolicyStatements, for a service that this account's policy must name. */
  readonly statements?: readonly ResourceStatement[];
}

/** One symmetric key, rotated each year, that the account's roles and AWS's own senders of messages can use. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { place, name, description, protect = true, statements = [] } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^(?!aws)[\w/-]{1,250}$/, 'letters, digits, /, _ or -, not beginning with aws'),
    ]);
    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: protect ? 30 : 7,
      policy: policyJson([...keyPolicyStatements(place), ...statements]),
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new KmsAlias(this, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

const useKey = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/**
 * What a key's policy must say so that AWS's services can use it for this account, and for no other. Without the senders,
 * an alarm or a budget message to an encrypted topic is lost without an error. A key that was made elsewhere needs the same.
 * Source: the services' own pages on encrypted topics, log groups and trails.
 */
export function keyPolicyStatements(place: AwsPlace): readonly ResourceStatement[] {
  const own = { StringEquals: { 'aws:SourceAccount': place.accountId } };
  const thisKey = ['*'];
  const because = 'in a key policy, * is this key';
  const sender = (
    sid: string,
    service: string,
    conditions?: ResourceStatement['conditions'],
  ): ResourceStatement => ({
    sid,
    principals: { services: [service] },
    actions: useKey,
    resources: thisKey,
    ...(conditions === undefined ? {} : { conditions }),
    anyResourceBecause: because,
  });
  return [
    {
      sid: 'AccountPolicies',
      principals: { accounts: [accountRootArn(place)] },
      actions: ['kms:*'],
      resources: thisKey,
      anyResourceBecause: because,
    },
    {
      sid: 'Logs',
      principals: { services: [`logs.${place.region}.amazonaws.com`] },
      actions: ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey', ...useKey],
      resources: thisKey,
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnOf(place, 'logs', 'log-group:*') },
      },
      anyResourceBecause: because,
    },
    {
      sid: 'Trail',
      principals: { services: ['cloudtrail.amazonaws.com'] },
      actions: ['kms:GenerateDataKey*'],
      resources: thisKey,
      conditions: {
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': arnOf(place, 'cloudtrail', 'trail/*') },
        ...own,
      },
      anyResourceBecause: because,
    },
    {
      sid: 'TrailDescribe',
      principals: { services: ['cloudtrail.amazonaws.com'] },
      actions: ['kms:DescribeKey'],
      resources: thisKey,
      conditions: own,
      anyResourceBecause: because,
    },
    {
      sid: 'Pages',
      principals: { services: ['cloudfront.amazonaws.com'] },
      actions: ['kms:Decrypt'],
      resources: thisKey,
      conditions: {
        ArnLike: {
          'aws:SourceArn': `arn:${place.partition ?? 'aws'}:cloudfront::${place.accountId}:distribution/*`,
        },
      },
      anyResourceBecause: because,
    },
    // These two do not say for whom they come (EventBridge never does on its way to SNS), so that a condition would refuse
    // them all. Who may send is settled by the policy of the topic or queue.
    sender('Alarms', 'cloudwatch.amazonaws.com'),
    sender('Events', 'events.amazonaws.com'),
    sender('Topics', 'sns.amazonaws.com', own),
    sender('Budgets', 'budgets.amazonaws.com', own),
    sender('Buckets', 's3.amazonaws.com', own),
  ];
}

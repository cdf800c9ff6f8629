import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace } from '../aws-place.ts';
import { policyJson, type ResourceStatement } from '../security/statement.ts';
import { addChecks, isArn, isPlace, matches, unique } from '../validation.ts';

/** Who gets the messages. E-mail and https subscribers must confirm first; AWS asks them. */
export type Subscriber =
  | { readonly email: string }
  | { readonly httpsUrl: string }
  /** `+49…`: a text message, paid each. */
  | { readonly phoneNumber: string }
  /** The function's ARN, with its alias if it has one; `name` tells subscribers apart and stays stable. */
  | { readonly name: string; readonly functionArn: string };

/** Services that may send to a topic. The account's own roles need no more than their own policy. */
export type TopicSender = 'cloudwatch' | 'events' | 'budgets' | 's3' | 'codedeploy';

export interface TopicProps {
  readonly place: AwsPlace;
  readonly name: string;
  /** Its policy must let the senders use it: keyPolicyStatements. */
  readonly keyArn: string;
  readonly senders: readonly TopicSender[];
  readonly subscribers?: readonly Subscriber[];
}

/** A topic that is encrypted, takes messages over TLS only, and from this account's roles and the named services only. */
export class Topic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const { place, name, keyArn, senders, subscribers = [] } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^[\w-]{1,256}$/, 'letters, digits, _ or -'),
      isArn('keyArn', keyArn),
      ...unique('senders', senders),
      ...unique('subscribers', subscribers.map(labelOf)),
      ...subscribers.map(checkSubscriber),
    ]);
    const topic = new SnsTopic(this, 'topic', { name, kmsMasterKeyId: keyArn });
    this.arn = topic.arn;
    new SnsTopicPolicy(this, 'policy', {
      arn: topic.arn,
      // By its name: the policy is then readable in the plan that makes the topic.
      policy: policyJson(statementsOf(arnOf(place, 'sns', name), place, senders)),
    });
    for (const [label, subscriber] of new Map(subscribers.map((one) => [labelOf(one), one])))
      this.subscribe(label, subscriber);
  }

  private subscribe(label: string, subscriber: Subscriber): void {
    new SnsTopicSubscription(this, `to-${label}`, { topicArn: this.arn, ...protocolOf(subscriber) });
    if ('functionArn' in subscriber)
      new LambdaPermission(this, `may-call-${label}`, {
        action: 'lambda:InvokeFunction',
        functionName: subscriber.functionArn,
        principal: 'sns.amazonaws.com',
        sourceArn: this.arn,
      });
  }
}

/** Stable in the construct's path, so that taking one subscriber away touches no other. */
const labelOf = (subscriber: Subscriber): string => {
  if ('email' in subscriber) return subscriber.email.toLowerCase();
  if ('httpsUrl' in subscriber) return subscriber.httpsUrl.replace(/^https:\/\//, '').replaceAll('/', '-');
  return 'phoneNumber' in subscriber ? subscriber.phoneNumber : subscriber.name;
};

const protocolOf = (subscriber: Subscriber): { protocol: string; endpoint: string } => {
  if ('email' in subscriber) return { protocol: 'email', endpoint: subscriber.email };
  if ('httpsUrl' in subscriber) return { protocol: 'https', endpoint: subscriber.httpsUrl };
  return 'phoneNumber' in subscriber
    ? { protocol: 'sms', endpoint: subscriber.phoneNumber }
    : { protocol: 'lambda', endpoint: subscriber.functionArn };
};

const checkSubscriber = (subscriber: Subscriber, index: number) => {
  const place = `subscribers[${index}]`;
  if ('email' in subscriber)
    return matches(`${place}.email`, subscriber.email, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address');
  if ('httpsUrl' in subscriber)
    return matches(
      `${place}.httpsUrl`,
      subscriber.httpsUrl,
      /^https:\/\/\S+$/,
      'a URL that begins with https://',
    );
  return 'phoneNumber' in subscriber
    ? matches(`${place}.phoneNumber`, subscriber.phoneNumber, /^\+\d{8,15}$/, '+ and 8 to 15 digits')
    : isArn(`${place}.functionArn`, subscriber.functionArn);
};

function statementsOf(
  arn: string,
  place: AwsPlace,
  senders: readonly TopicSender[],
): readonly ResourceStatement[] {
  const own = { StringEquals: { 'aws:SourceAccount': place.accountId } };
  return [
    {
      sid: 'OnlyOverTls',
      effect: 'Deny',
      principals: '*',
      actions: ['sns:Publish'],
      resources: [arn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    ...senders.map((sender): ResourceStatement => ({
      sid: `From${sender}`,
      principals: { services: [`${sender}.amazonaws.com`] },
      actions: ['sns:Publish'],
      resources: [arn],
      // EventBridge says no account on its way to SNS: with a condition each of its messages would be lost without an error.
      ...(sender === 'events' ? {} : { conditions: own }),
    })),
  ];
}

import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { defined } from '../defined.ts';
import { ServiceRole } from '../security/service-role.ts';
import { addChecks, type Check, isArn, isPlace, matches, refuseIf, within } from '../validation.ts';

/** EventBridge's pattern: a leaf is a list of values or of operators such as `{ prefix: 'x' }`. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly unknown[];
}

export type EventRuleTarget =
  /** `qualifier`: the alias that is called. */
  | { readonly functionArn: string; readonly qualifier?: string }
  | { readonly stateMachineArn: string; readonly permissionsBoundaryArn?: string }
  | { readonly topicArn: string };

export interface EventRuleProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  /** AWS's own bus (`default`) unless given. */
  readonly busName?: string;
  readonly pattern: EventPattern;
  readonly target: EventRuleTarget;
  /** What the target gets; the whole event unless given. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Where events go that could not be delivered: a queue whose policy lets event rules in. */
  readonly deadLetterQueueArn?: string;
  /** EventBridge tries for 24 hours and 185 times unless given. */
  readonly retry?: { readonly maxAttempts: number; readonly maxAgeSeconds: number };
  /** True unless given. False keeps the rule and stops it. */
  readonly enabled?: boolean;
}

/** Events that match a pattern go to one target, which must be idempotent: EventBridge may send one twice. */
export class EventRule extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    addChecks(this, () => checksOf(props));
    const { target, retry } = props;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: props.name,
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
      state: (props.enabled ?? true) ? 'ENABLED' : 'DISABLED',
      ...defined({ eventBusName: props.busName }),
    });
    this.arn = rule.arn;
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      arn: arnOfTarget(target),
      ...defined({
        eventBusName: props.busName,
        roleArn: 'stateMachineArn' in target ? this.starter(props, target).arn : undefined,
        input: props.input === undefined ? undefined : JSON.stringify(props.input),
        deadLetterConfig:
          props.deadLetterQueueArn === undefined ? undefined : { arn: props.deadLetterQueueArn },
        retryPolicy:
          retry === undefined
            ? undefined
            : { maximumRetryAttempts: retry.maxAttempts, maximumEventAgeInSeconds: retry.maxAgeSeconds },
      }),
    });
    if ('functionArn' in target)
      new LambdaPermission(this, 'may-call', {
        action: 'lambda:InvokeFunction',
        functionName: target.functionArn,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
        ...defined({ qualifier: target.qualifier }),
      });
  }

  private starter(
    props: EventRuleProps,
    target: { readonly stateMachineArn: string; readonly permissionsBoundaryArn?: string },
  ): ServiceRole {
    return new ServiceRole(this, 'starter', {
      place: props.place,
      name: `${props.name}-start`,
      description: `Lets the event rule ${props.name} start its state machine`,
      service: 'events.amazonaws.com',
      statements: [{ sid: 'Start', actions: ['states:StartExecution'], resources: [target.stateMachineArn] }],
      permissionsBoundaryArn: target.permissionsBoundaryArn,
    });
  }
}

const arnOfTarget = (target: EventRuleTarget): string => {
  if ('functionArn' in target)
    return target.qualifier === undefined ? target.functionArn : `${target.functionArn}:${target.qualifier}`;
  return 'topicArn' in target ? target.topicArn : target.stateMachineArn;
};

const checksOf = (props: EventRuleProps): readonly Check[] => [
  ...isPlace(props.place),
  matches('name', props.name, /^[\w.-]{1,64}$/, 'at most 64 letters, digits, ., _ or -'),
  isArn('deadLetterQueueArn', props.deadLetterQueueArn),
  within('retry.maxAttempts', props.retry?.maxAttempts, 0, 185),
  within('retry.maxAgeSeconds', props.retry?.maxAgeSeconds, 60, 86_400),
  refuseIf(Object.keys(props.pattern).length === 0, 'pattern: got none, expected at least one field'),
  ...Object.keys(props.pattern).map((field) =>
    matches(
      'pattern',
      field,
      /^(version|id|detail-type|source|account|time|region|resources|detail|\$or)$/,
      'a field of the envelope: source, detail-type, detail, resources, account, region, time, id, version',
    ),
  ),
  ...emptyLeaves('pattern', props.pattern),
];

/** An empty list matches nothing, and EventBridge refuses it only when the rule is made. */
const emptyLeaves = (path: string, pattern: EventPattern): readonly Check[] =>
  Object.entries(pattern).flatMap(([field, value]) => {
    const at = `${path}.${field}`;
    if (!isList(value)) return emptyLeaves(at, value);
    return [refuseIf(value.length === 0, `${at}: got an empty list, expected values to match`)];
  });

const isList = (value: EventPattern | readonly unknown[]): value is readonly unknown[] =>
  Array.isArray(value);

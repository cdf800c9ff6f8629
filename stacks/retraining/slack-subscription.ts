import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import type { NodeFunction } from '../../modules/compute/node-function.ts';
import { type Names, severities } from '../names.ts';

/** Carries every notification to Slack. The topics stand in the foundation, which knows no function. */
export class SlackSubscription extends Construct {
  constructor(scope: Construct, id: string, notifier: NodeFunction, names: Names) {
    super(scope, id);
    for (const severity of severities) {
      const topicArn = names.topicArn(severity);
      const permission = new LambdaPermission(this, `may-call-${severity}`, {
        action: 'lambda:InvokeFunction',
        functionName: notifier.name,
        principal: 'sns.amazonaws.com',
        sourceArn: topicArn,
      });
      new SnsTopicSubscription(this, severity, {
        topicArn,
        protocol: 'lambda',
        endpoint: notifier.arn,
        dependsOn: [permission],
      });
    }
  }
}

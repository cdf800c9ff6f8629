import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus/index.js';
import { Construct } from 'constructs';
import { addChecks, matches } from '../validation.ts';

export interface EventBusProps {
  /** Not `default`: that one is there already and carries AWS's own events. */
  readonly name: string;
}

/** A bus of one's own, encrypted by EventBridge's key: only this account's roles may put events on it. */
export class EventBus extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name }: EventBusProps) {
    super(scope, id);
    addChecks(this, () => [
      matches(
        'name',
        name,
        /^(?!default$|aws\.)[\w.-]{1,256}$/,
        'letters, digits, ., _ or -, and not default',
      ),
    ]);
    const bus = new CloudwatchEventBus(this, 'bus', { name });
    this.name = bus.name;
    this.arn = bus.arn;
  }
}

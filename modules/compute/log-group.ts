import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, isLogRetention, matches } from '../validation.ts';

export interface LogGroupProps {
  readonly name: string;
  readonly keyArn: string;
  /** One of the retentions that CloudWatch knows; lines go after it. */
  readonly logRetentionDays: number;
}

/** An encrypted log group that forgets. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, keyArn, logRetentionDays }: LogGroupProps) {
    super(scope, id);
    addChecks(this, () => [
      matches('name', name, /^[\w./#-]{1,512}$/, 'letters, digits or ._-/#'),
      isArn('keyArn', keyArn),
      isLogRetention(logRetentionDays),
    ]);
    const group = new CloudwatchLogGroup(this, 'group', {
      name,
      retentionInDays: logRetentionDays,
      kmsKeyId: keyArn,
    });
    this.name = group.name;
    this.arn = group.arn;
  }
}

import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, matches } from '../validation.ts';

export interface SecretProps {
  readonly name: string;
  readonly description: string;
  readonly keyArn: string;
  /** True unless given: Terraform refuses to destroy it, and AWS keeps it for 30 days. False: it is gone at once. */
  readonly protect?: boolean;
}

/** A secret without its value: the value is put by hand or by a script, so that it is in no code, plan or state. */
export class Secret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { name, description, keyArn, protect = true } = props;
    addChecks(this, () => [
      matches('name', name, /^[\w/+=.@-]{1,256}$/, 'letters, digits or /_+=.@-'),
      // Secrets Manager adds such an ending itself and then cannot tell a name from a partial ARN.
      matches('name', name, /^(?!.*-[A-Za-z0-9]{6}$)/, 'no ending of a hyphen and six characters'),
      isArn('keyArn', keyArn),
    ]);
    this.arn = new SecretsmanagerSecret(this, 'secret', {
      name,
      description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: protect ? 30 : 0,
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    }).arn;
  }
}

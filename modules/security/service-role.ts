import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { defined } from '../defined.ts';
import { addChecks, isArn, isPlace, matches } from '../validation.ts';
import { checkStatements, type IdentityStatement, policyJson } from './statement.ts';

export interface ServiceRoleProps {
  readonly place: AwsPlace;
  /** At most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** `lambda.amazonaws.com`. */
  readonly service: string;
  /** Only for this account's resources may the service take the role. On unless false: Lambda sends no source account. */
  readonly fromThisAccountOnly?: boolean;
  readonly statements: readonly IdentityStatement[];
  readonly permissionsBoundaryArn?: string | undefined;
}

/** A role that one AWS service takes on, with one inline policy: what it may do is read in one place. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Resources that use the role at once must wait for its policy too, not only for the role. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    addChecks(this, () => [
      ...isPlace(props.place),
      matches('name', props.name, /^[\w+=,.@-]{1,64}$/, 'at most 64 letters, digits or +=,.@_-'),
      matches(
        'service',
        props.service,
        /^[a-z0-9.-]+\.amazonaws\.com$/,
        'a service such as lambda.amazonaws.com',
      ),
      isArn('permissionsBoundaryArn', props.permissionsBoundaryArn),
      ...checkStatements('statements', props.statements),
    ]);
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: trustPolicy(props),
      ...defined({ permissionsBoundary: props.permissionsBoundaryArn }),
    });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'actions',
      role: role.name,
      policy: policyJson(props.statements),
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}

function trustPolicy({ service, place, fromThisAccountOnly = true }: ServiceRoleProps): string {
  const condition = { StringEquals: { 'aws:SourceAccount': place.accountId } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        Condition: fromThisAccountOnly ? condition : undefined,
      },
    ],
  });
}

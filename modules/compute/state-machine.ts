import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { ServiceRole } from '../security/service-role.ts';
import type { IdentityStatement } from '../security/statement.ts';
import { addChecks, isPlace, matches, refuseIf } from '../validation.ts';
import { traces } from './function-permissions.ts';
import { LogGroup } from './log-group.ts';

/** ASL, as far as this construct must know it. */
export interface StateMachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, unknown>>;
}

export interface StateMachineProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly definition: StateMachineDefinition;
  /** The functions that its tasks call, with their aliases. */
  readonly functionArns: readonly string[];
  /** What else it may call. */
  readonly statements?: readonly IdentityStatement[];
  /** Encrypts the log. */
  readonly keyArn: string;
  /** 30 days unless given. */
  readonly logRetentionDays?: number;
  /** X-Ray: false unless given. */
  readonly tracing?: boolean;
  readonly permissionsBoundaryArn?: string;
}

/** A standard state machine. Its log tells each step and no data: what passes through may stem from patients. */
export class StateMachine extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const { place, name, definition, functionArns, statements = [], tracing = false } = props;
    addChecks(this, () => [
      ...isPlace(place),
      matches('name', name, /^[\w-]{1,64}$/, 'at most 64 letters, digits, _ or -'),
      refuseIf(
        !(definition.StartAt in definition.States),
        `definition.StartAt: got ${JSON.stringify(definition.StartAt)}, expected one of the states`,
      ),
      refuseIf(JSON.stringify(definition).length > 1_048_576, 'definition: longer than 1 MiB'),
    ]);
    this.logGroup = new LogGroup(this, 'log', {
      // Groups under this prefix do not use up the ten resource policies that CloudWatch Logs allows an account.
      name: `/aws/vendedlogs/states/${name}`,
      keyArn: props.keyArn,
      logRetentionDays: props.logRetentionDays ?? 30,
    });
    const role = new ServiceRole(this, 'role', {
      place,
      name,
      description: `What the state machine ${name} may do`,
      service: 'states.amazonaws.com',
      statements: [
        ...(functionArns.length === 0
          ? []
          : [{ sid: 'Call', actions: ['lambda:InvokeFunction'], resources: functionArns }]),
        logDelivery,
        ...(tracing ? [traces] : []),
        ...statements,
      ],
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
    const machine = new SfnStateMachine(this, 'machine', {
      name,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: JSON.stringify(definition),
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        logDestination: `${this.logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: tracing },
      // Step Functions tries the log when it makes the machine.
      dependsOn: [role.policy],
    });
    this.name = machine.name;
    this.arn = machine.arn;
  }
}

const logDelivery: IdentityStatement = {
  sid: 'LogDelivery',
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
  anyResourceBecause: 'the deliveries of CloudWatch Logs have no names to give',
};

import { arnOf, type AwsPlace } from '../aws-place.ts';
import { type DeadLetterTarget, mayPutDeadLetters } from '../messaging/dead-letters.ts';
import type { IdentityStatement } from '../security/statement.ts';

export interface FunctionNeeds {
  readonly place: AwsPlace;
  readonly name: string;
  readonly keyArn: string;
  readonly logGroupName: string;
  readonly tracing: boolean;
  readonly inNetwork: boolean;
  readonly deadLetters: DeadLetterTarget | undefined;
}

/** What Lambda itself does in the function's name, whatever the function does. */
export const lambdaStatements = (needs: FunctionNeeds): readonly IdentityStatement[] => [
  {
    sid: 'OwnLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // By its name: a policy is then readable in the plan that makes the group.
    resources: [arnOf(needs.place, 'logs', `log-group:${needs.logGroupName}:*`)],
  },
  {
    sid: 'OwnEnvironment',
    actions: ['kms:Decrypt'],
    resources: [needs.keyArn],
    conditions: {
      StringEquals: {
        'kms:EncryptionContext:aws:lambda:FunctionArn': arnOf(
          needs.place,
          'lambda',
          `function:${needs.name}`,
        ),
      },
    },
  },
  ...(needs.tracing ? [traces] : []),
  ...(needs.inNetwork ? [networkInterfaces] : []),
  ...(needs.deadLetters === undefined ? [] : mayPutDeadLetters(needs.place, needs.deadLetters)),
];

/** For functions and state machines alike. */
export const traces: IdentityStatement = {
  sid: 'Traces',
  actions: [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
  ],
  resources: ['*'],
  anyResourceBecause: 'X-Ray knows no resources for these actions',
};

const networkInterfaces: IdentityStatement = {
  sid: 'NetworkInterfaces',
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
  anyResourceBecause:
    'Lambda checks these rights without a resource when it attaches a function to a network',
};

import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log/index.js';
import { Construct } from 'constructs';
import { arnOf, type AwsPlace } from '../aws-place.ts';
import { ServiceRole } from '../security/service-role.ts';

export interface FlowLogsProps {
  readonly place: AwsPlace;
  readonly vpcId: string;
  readonly name: string;
  readonly keyArn: string;
  readonly logRetentionDays: number;
  readonly permissionsBoundaryArn?: string | undefined;
}

/** Who talked to whom in the network: addresses, ports, bytes; no content. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const groupName = `/aws/vpc/${props.name}`;
    const groupArn = arnOf(props.place, 'logs', `log-group:${groupName}`);
    const group = new CloudwatchLogGroup(this, 'log-group', {
      name: groupName,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.keyArn,
    });
    const role = new ServiceRole(this, 'role', {
      place: props.place,
      name: `${props.name}-flow-logs`,
      description: `Writes the flow logs of ${props.name}`,
      service: 'vpc-flow-logs.amazonaws.com',
      statements: [
        {
          sid: 'Write',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [groupArn, `${groupArn}:*`],
        },
      ],
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
    new FlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
    });
  }
}

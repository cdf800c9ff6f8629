import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import { Construct } from 'constructs';

export interface SecurityGroupsProps {
  readonly vpcId: string;
  readonly name: string;
  readonly cidr: string;
}

const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 } as const;

/** What functions and jobs wear, and what endpoints wear: HTTPS within the network and nothing else. */
export class SecurityGroups extends Construct {
  readonly workloadsId: string;
  readonly endpointsId: string;

  constructor(scope: Construct, id: string, { vpcId, name, cidr }: SecurityGroupsProps) {
    super(scope, id);
    // The group that AWS makes lets its members talk about anything: emptied, so that nothing works by accident.
    new DefaultSecurityGroup(this, 'default', { vpcId });
    const group = (kind: string, description: string): SecurityGroup =>
      new SecurityGroup(this, kind, { vpcId, name: `${name}-${kind}`, description });
    const workloads = group('workloads', 'Functions and jobs: HTTPS out to the endpoints, nothing in');
    const endpoints = group('endpoints', 'Interface endpoints: HTTPS in from the network');
    new VpcSecurityGroupEgressRule(this, 'workloads-to-network', {
      ...https,
      securityGroupId: workloads.id,
      cidrIpv4: cidr,
      description: 'HTTPS to the interface endpoints',
    });
    new VpcSecurityGroupIngressRule(this, 'endpoints-from-network', {
      ...https,
      securityGroupId: endpoints.id,
      cidrIpv4: cidr,
      description: 'HTTPS from the network',
    });
    this.workloadsId = workloads.id;
    this.endpointsId = endpoints.id;
  }

  /** Lets the workloads reach a service behind a gateway endpoint. */
  allowGateway(service: string, prefixListId: string): void {
    new VpcSecurityGroupEgressRule(this, `workloads-to-${service}`, {
      ...https,
      securityGroupId: this.workloadsId,
      prefixListId,
      description: `HTTPS to ${service} by its gateway endpoint`,
    });
  }
}

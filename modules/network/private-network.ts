import { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js';
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint/index.js';
import { Construct } from 'constructs';
import { type AwsPlace, bucketArnOf } from '../aws-place.ts';
import { policyJson, type ResourceStatement } from '../security/statement.ts';
import {
  addChecks,
  isArn,
  isLogRetention,
  isPlace,
  matches,
  oneOf,
  refuseIf,
  unique,
} from '../validation.ts';
import type { NetworkAttachment } from './attachment.ts';
import { type GatewayService, type InterfaceService, interfaceServices } from './endpoints.ts';
import { FlowLogs } from './flow-logs.ts';
import { SecurityGroups } from './security-groups.ts';

export interface PrivateNetworkProps {
  readonly place: AwsPlace;
  readonly name: string;
  /** 10.0.0.0/16 unless given; always a /16. */
  readonly cidr?: string;
  /** The region's zones a and b unless given: not every account has both. */
  readonly availabilityZones?: readonly string[];
  /** Each costs by the hour and zone; S3 and DynamoDB are reached without. */
  readonly interfaceServices: readonly InterfaceService[];
  readonly keyArn: string;
  /** 30 days unless given. */
  readonly logRetentionDays?: number;
  readonly permissionsBoundaryArn?: string;
}

const gateways: readonly GatewayService[] = ['s3', 'dynamodb'];

/**
 * A network without a way to the internet: private subnets in two zones, and endpoints for the services that are used.
 * Endpoints serve this account's principals only.
 */
export class PrivateNetwork extends Construct implements NetworkAttachment {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly reaches: NetworkAttachment['reaches'];

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const { place, name, cidr = '10.0.0.0/16', logRetentionDays = 30 } = props;
    const zones = props.availabilityZones ?? ['a', 'b'].map((letter) => `${place.region}${letter}`);
    addChecks(this, () => checksOf(props, cidr, zones, logRetentionDays));
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    this.vpcId = vpc.id;
    this.cidr = cidr;
    const routes = new RouteTable(this, 'routes', { vpcId: vpc.id, tags: { Name: `${name}-private` } });
    this.subnetIds = [...new Set(zones)].map((zone, index) =>
      this.addSubnet(name, zone, subnetCidr(cidr, index), routes.id),
    );
    const groups = new SecurityGroups(this, 'security', { vpcId: vpc.id, name, cidr });
    this.securityGroupIds = [groups.workloadsId];
    this.reaches = [...gateways, ...props.interfaceServices];
    for (const service of gateways) {
      const endpoint = new VpcEndpoint(this, `to-${service}`, {
        vpcId: vpc.id,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${place.region}.${service}`,
        routeTableIds: [routes.id],
        policy: policyJson(endpointStatements(place, service)),
        tags: { Name: `${name}-${service}` },
      });
      groups.allowGateway(service, endpoint.prefixListId);
    }
    for (const service of new Set(props.interfaceServices))
      new VpcEndpoint(this, `to-${service}`, {
        vpcId: vpc.id,
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${place.region}.${service}`,
        subnetIds: [...this.subnetIds],
        securityGroupIds: [groups.endpointsId],
        privateDnsEnabled: true,
        policy: policyJson(endpointStatements(place, service)),
        tags: { Name: `${name}-${service}` },
      });
    new FlowLogs(this, 'flow-logs', {
      place,
      vpcId: vpc.id,
      name,
      keyArn: props.keyArn,
      logRetentionDays,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
  }

  private addSubnet(name: string, zone: string, cidrBlock: string, routeTableId: string): string {
    const subnet = new Subnet(this, `private-${zone}`, {
      vpcId: this.vpcId,
      availabilityZone: zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-private-${zone}` },
    });
    new RouteTableAssociation(this, `routes-${zone}`, { subnetId: subnet.id, routeTableId });
    return subnet.id;
  }
}

/** A /20 for each zone: 4,091 addresses, 14 more such subnets left. */
const subnetCidr = (cidr: string, index: number): string =>
  `${cidr.split('.').slice(0, 2).join('.')}.${index * 16}.0/20`;

/** Nobody carries data out through an endpoint with the keys of an account of his own. */
function endpointStatements(place: AwsPlace, service: string): readonly ResourceStatement[] {
  const ownPrincipals: ResourceStatement = {
    sid: 'OwnPrincipals',
    principals: '*',
    actions: ['*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': place.accountId } },
    anyResourceBecause:
      'what a role may do stands in its own policy; the endpoint asks only whose role it is',
  };
  if (service !== 's3') return [ownPrincipals];
  return [
    ownPrincipals,
    {
      // ECR hands out the layers of images by links of its own, from a bucket of its own.
      sid: 'ImageLayers',
      principals: '*',
      actions: ['s3:GetObject'],
      resources: [bucketArnOf(place, `prod-${place.region}-starport-layer-bucket`, '*')],
    },
  ];
}

const checksOf = (
  props: PrivateNetworkProps,
  cidr: string,
  zones: readonly string[],
  logRetentionDays: number,
) => [
  ...isPlace(props.place),
  matches('name', props.name, /^[\w-]{1,50}$/, 'at most 50 letters, digits, _ or -'),
  matches(
    'cidr',
    cidr,
    /^(10\.\d{1,3}|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
    'a private /16 such as 10.0.0.0/16',
  ),
  refuseIf(
    zones.length < 2 || zones.length > 6,
    `availabilityZones: got ${zones.length}, expected two to six, so that one zone may fail`,
  ),
  ...zones.map((zone) =>
    matches('availabilityZones', zone, /^[a-z]{2}(-[a-z]+)+-\d[a-f]$/, 'a zone such as eu-central-1a'),
  ),
  ...zones.map((zone) =>
    refuseIf(
      !zone.startsWith(props.place.region),
      `availabilityZones: ${JSON.stringify(zone)} is not in ${props.place.region}`,
    ),
  ),
  ...unique('availabilityZones', zones),
  ...props.interfaceServices.map((service) => oneOf('interfaceServices', service, interfaceServices)),
  ...unique('interfaceServices', props.interfaceServices),
  isArn('keyArn', props.keyArn),
  isLogRetention(logRetentionDays),
];

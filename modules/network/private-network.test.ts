import { describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { PrivateNetwork, type PrivateNetworkProps } from './private-network.ts';

const props: PrivateNetworkProps = {
  place: testPlace,
  name: 'dev',
  interfaceServices: ['sagemaker.api', 'logs'],
  keyArn: testKeyArn,
};
const made = synth((scope) => new PrivateNetwork(scope, 'network', props));

describe('PrivateNetwork', () => {
  test('10.0.0.0/16 with a private subnet in each of two zones, and no way to the internet', () => {
    expect(made.only('aws_vpc')).toMatchObject({ cidr_block: '10.0.0.0/16', enable_dns_hostnames: true });
    expect(
      made.all('aws_subnet').map((subnet) => [subnet['availability_zone'], subnet['cidr_block']]),
    ).toEqual([
      ['eu-central-1a', '10.0.0.0/20'],
      ['eu-central-1b', '10.0.16.0/20'],
    ]);
    for (const way of ['aws_internet_gateway', 'aws_nat_gateway', 'aws_route'])
      expect(made.all(way)).toEqual([]);
  });

  test('S3 and DynamoDB by gateways, the named services by private names in both zones', () => {
    const endpoints = made
      .all('aws_vpc_endpoint')
      .map((endpoint) => [
        String(endpoint['service_name']).replace('com.amazonaws.eu-central-1.', ''),
        endpoint['vpc_endpoint_type'],
        endpoint['private_dns_enabled'],
      ]);
    expect(endpoints).toEqual(
      expect.arrayContaining([
        ['s3', 'Gateway', undefined],
        ['dynamodb', 'Gateway', undefined],
        ['sagemaker.api', 'Interface', true],
        ['logs', 'Interface', true],
      ]),
    );
    expect(endpoints).toHaveLength(4);
  });

  test('each endpoint serves principals of this account only', () => {
    for (const endpoint of made.all('aws_vpc_endpoint'))
      expect(endpoint['policy']).toContain('"aws:PrincipalAccount":"123456789012"');
  });

  test('only 443: in to endpoints from the network, out of workloads to it and to the gateways', () => {
    const rules = [
      ...made.all('aws_vpc_security_group_ingress_rule'),
      ...made.all('aws_vpc_security_group_egress_rule'),
    ];
    expect(rules).toHaveLength(4);
    for (const rule of rules)
      expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 443, to_port: 443 });
    expect(made.only('aws_vpc_security_group_ingress_rule')['cidr_ipv4']).toBe('10.0.0.0/16');
  });

  test('the default group lets nothing through', () => {
    const group = made.only('aws_default_security_group');
    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
  });

  test('flow logs of all traffic, encrypted, for 30 days', () => {
    expect(made.only('aws_flow_log')).toMatchObject({ traffic_type: 'ALL' });
    expect(made.only('aws_cloudwatch_log_group')).toMatchObject({
      retention_in_days: 30,
      kms_key_id: testKeyArn,
    });
  });

  test('says what can be reached from it', () => {
    synth((scope) => {
      expect(new PrivateNetwork(scope, 'network', props).reaches).toEqual([
        's3',
        'dynamodb',
        'sagemaker.api',
        'logs',
      ]);
    });
  });
});

test.each<[string, Partial<PrivateNetworkProps>, string]>([
  ['one zone', { availabilityZones: ['eu-central-1a'] }, 'availabilityZones: got 1, expected two to six'],
  [
    'a zone elsewhere',
    { availabilityZones: ['eu-west-1a', 'eu-central-1a'] },
    '"eu-west-1a" is not in eu-central-1',
  ],
  ['a public range', { cidr: '8.8.0.0/16' }, 'cidr: got "8.8.0.0/16"'],
  ['a service twice', { interfaceServices: ['logs', 'logs'] }, 'interfaceServices: "logs" is there twice'],
  [
    'a service with a typo',
    // What an untyped file could hold.
    { interfaceServices: ['sagemaker-api' as 'sagemaker.api'] },
    'interfaceServices: got "sagemaker-api", expected one of',
  ],
  ['a retention that is none', { logRetentionDays: 31 }, 'logRetentionDays: got 31'],
])('%s fails the synth', (_what, more, message) => {
  expect(problemsOf((scope) => new PrivateNetwork(scope, 'network', { ...props, ...more }))).toContain(
    message,
  );
});

import type { Change } from '../change.ts';
import { finding, type Rule } from '../finding.ts';
import { textOf } from '../value.ts';
import { typeName } from '../words.ts';
import { becauseOf } from './data.ts';

const parts = new Set([
  'aws_vpc',
  'aws_subnet',
  'aws_vpc_endpoint',
  'aws_nat_gateway',
  'aws_route_table',
  'aws_route_table_association',
  'aws_route',
  'aws_security_group',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_network_acl',
]);

/** Without these nothing in the network runs on; the others carry one kind of traffic. */
const grave = new Set(['aws_vpc', 'aws_subnet', 'aws_vpc_endpoint', 'aws_nat_gateway']);

export const networkRule: Rule = (change) => {
  if (!parts.has(change.type) || (change.action !== 'delete' && change.action !== 'replace')) return [];
  const verb = change.action === 'delete' ? 'removed' : `replaced${becauseOf(change)}`;
  return [
    finding(
      change,
      'MK_NETWORK_REMOVED',
      grave.has(change.type) ? 'danger' : 'warning',
      `The ${nameOf(change)} is ${verb}`,
      {
        details:
          change.type === 'aws_subnet'
            ? [
                'AWS refuses while an interface of a function, job or endpoint lies in it: the apply then waits, up to 20 minutes, and fails',
              ]
            : [],
      },
    ),
  ];
};

const nameOf = (change: Change): string => {
  const { before } = change;
  const name = ['cidr_block', 'service_name', 'name', 'destination_cidr_block']
    .map((field) => textOf(before[field]))
    .find((text) => text !== undefined);
  const zone = textOf(before['availability_zone']);
  return `${typeName(change.type)} ${name ?? change.address}${zone === undefined ? '' : ` in ${zone}`}`;
};

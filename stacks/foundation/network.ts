import { PrivateNetwork } from '../../modules/network/private-network.ts';
import { neededEndpoints } from '../functions/needed-endpoints.ts';
import type { PlatformStack } from '../platform-stack.ts';
import { outputNames } from '../shared.ts';

/** Where the environment asks for one of its own. */
export function addNetwork(stack: PlatformStack, keyArn: string): void {
  const { place, names, environment } = stack;
  const { network, permissionsBoundaryArn, logRetentionDays } = environment;
  if (network.kind !== 'private') return;
  const made = new PrivateNetwork(stack, 'network', {
    place,
    name: names.base,
    cidr: network.cidr,
    interfaceServices: neededEndpoints(),
    keyArn,
    logRetentionDays,
    ...(network.availabilityZones === undefined ? {} : { availabilityZones: network.availabilityZones }),
    ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundaryArn }),
  });
  stack.output(outputNames.vpcId, made.vpcId, 'The private network');
  stack.output(outputNames.subnetIds, made.subnetIds, 'Its private subnets');
  stack.output(outputNames.securityGroupIds, made.securityGroupIds, 'What functions and jobs wear');
}

import {
  endpointOfAction,
  type InterfaceService,
  interfaceServices,
} from '../../modules/network/endpoints.ts';
import { PrivateNetwork } from '../../modules/network/private-network.ts';
import { contracts } from '../functions/contracts.ts';
import type { PlatformStack } from '../platform-stack.ts';
import { outputNames } from '../shared.ts';

/** Jobs and images of SageMaker are looked after from inside, and write their logs from inside. */
const forJobs: readonly InterfaceService[] = ['logs', 'sagemaker.api'];

/** What the functions inside the network call, by their contracts, and what jobs need. In the order of interfaceServices. */
export function neededEndpoints(): readonly InterfaceService[] {
  const actions = contracts
    .filter((contract) => contract.needsInternet !== true)
    .flatMap((contract) => contract.actions.map(({ action }) => endpointOfAction(action)));
  const needed = new Set<unknown>([...actions, ...forJobs]);
  return interfaceServices.filter((service) => needed.has(service));
}

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

import type { FunctionContract } from '../../domain/function-contract.ts';
import type { NetworkAttachment } from '../../modules/network/attachment.ts';
import {
  endpointOfAction,
  type InterfaceService,
  interfaceServices,
} from '../../modules/network/endpoints.ts';
import { contracts } from './contracts.ts';

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

/**
 * @throws Error where a function would hang in the network: a call of it has no endpoint to go out by. Functions that need
 * the internet stand outside and are not asked.
 */
export function refuseStuck(
  contract: FunctionContract,
  { reaches }: Pick<NetworkAttachment, 'reaches'>,
): void {
  const reached = new Set<unknown>(reaches);
  const stuck = contract.actions.filter(({ action }) => !reached.has(endpointOfAction(action)));
  if (contract.needsInternet === true || stuck.length === 0) return;
  const missing = new Set(stuck.map(({ action }) => endpointOfAction(action) ?? action));
  throw new Error(
    `function ${contract.name} would hang in the network: got no way to ${[...missing].join(', ')}; expected endpoints for them in network.reaches`,
  );
}

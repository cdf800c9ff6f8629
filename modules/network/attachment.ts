import type { GatewayService, InterfaceService } from './endpoints.ts';

/** Where functions and jobs are put, and which services they can reach from there. */
export interface NetworkAttachment {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Endpoints that stand in the network: an action without one of them hangs (endpointOfAction says which it needs). */
  readonly reaches: readonly (InterfaceService | GatewayService)[];
}

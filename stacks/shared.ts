import type { NetworkAttachment } from '../modules/network/attachment.ts';
import type { PlatformStack } from './platform-stack.ts';

/** Outputs of the foundation: what AWS gives a name that nobody can compute. */
export const outputNames = {
  keyArn: 'key_arn',
  slackSecretArn: 'slack_secret_arn',
  pseudonymSecretArn: 'pseudonym_secret_arn',
  vpcId: 'vpc_id',
  subnetIds: 'subnet_ids',
  securityGroupIds: 'security_group_ids',
} as const;

/** What every other stack takes from the foundation's state; all else it knows by name. */
export interface Shared {
  readonly keyArn: string;
  readonly slackSecretArn: string;
  readonly pseudonymSecretArn: string;
  /** Undefined where functions stand in no network. */
  readonly network: NetworkAttachment | undefined;
}

export function sharedOf(stack: PlatformStack): Shared {
  const { environment } = stack;
  const foundation = stack.outputsOf('foundation');
  const text = (name: string): string => foundation.getString(name);
  const { network } = environment;
  return {
    keyArn: environment.keyArn ?? text(outputNames.keyArn),
    slackSecretArn: text(outputNames.slackSecretArn),
    pseudonymSecretArn: text(outputNames.pseudonymSecretArn),
    network:
      network.kind === 'none'
        ? undefined
        : network.kind === 'existing'
          ? { ...network, reaches: [] }
          : {
              vpcId: text(outputNames.vpcId),
              subnetIds: foundation.getList(outputNames.subnetIds),
              securityGroupIds: foundation.getList(outputNames.securityGroupIds),
              reaches: [],
            },
  };
}

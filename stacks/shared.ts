import type { TerraformRemoteState } from 'cdktf';
import type { NetworkAttachment } from '../modules/network/attachment.ts';
import { type Environment, endpoints } from './environments/schema.ts';
import { neededEndpoints } from './functions/needed-endpoints.ts';
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
  return {
    keyArn: environment.keyArn ?? text(outputNames.keyArn),
    slackSecretArn: text(outputNames.slackSecretArn),
    pseudonymSecretArn: text(outputNames.pseudonymSecretArn),
    network: networkOf(environment, foundation),
  };
}

function networkOf(
  { network }: Environment,
  foundation: TerraformRemoteState,
): NetworkAttachment | undefined {
  switch (network.kind) {
    case 'none':
      return undefined;
    case 'existing':
      return { ...network, reaches: network.reaches === 'all' ? endpoints : network.reaches };
    case 'private':
      return {
        vpcId: foundation.getString(outputNames.vpcId),
        subnetIds: foundation.getList(outputNames.subnetIds),
        securityGroupIds: foundation.getList(outputNames.securityGroupIds),
        reaches: ['s3', 'dynamodb', ...neededEndpoints()],
      };
  }
}

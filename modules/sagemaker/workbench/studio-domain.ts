import { SagemakerDomain } from '@cdktf/provider-aws/lib/sagemaker-domain/index.js';
import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, matches, within } from '../../validation.ts';

/** By which alone applications reach anything. */
export interface StudioNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface StudioDomainProps {
  /** At most 63 letters, digits or hyphens. */
  readonly name: string;
  /** What people do there is done by this role. */
  readonly roleArn: string;
  readonly keyArn: string;
  readonly network: StudioNetwork;
  /** Applications that nobody works in are shut down after so long. */
  readonly idleMinutes: number;
  /** Names of the people, or of their teams. */
  readonly userProfiles: readonly string[];
}

/** A domain of SageMaker Studio. It is made to be thrown away: home folders go with it. */
export class StudioDomain extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: StudioDomainProps) {
    super(scope, id);
    const { name, network, roleArn, keyArn, idleMinutes } = props;
    const isName = (field: string, value: string) =>
      matches(field, value, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'at most 63 letters, digits or hyphens');
    addChecks(this, () => [
      isName('name', name),
      isArn('roleArn', roleArn),
      isArn('keyArn', keyArn),
      within('idleMinutes', idleMinutes, 60, 525_600),
      ...props.userProfiles.map((profile) => isName('userProfiles', profile)),
    ]);
    const idleSettings = { lifecycleManagement: 'ENABLED', idleTimeoutInMinutes: idleMinutes };
    const settings = {
      executionRole: roleArn,
      securityGroups: [...network.securityGroupIds],
      jupyterLabAppSettings: { appLifecycleManagement: { idleSettings } },
    };
    const domain = new SagemakerDomain(this, 'domain', {
      domainName: name,
      authMode: 'IAM',
      vpcId: network.vpcId,
      subnetIds: [...network.subnetIds],
      appNetworkAccessType: 'VpcOnly',
      kmsKeyId: keyArn,
      defaultUserSettings: settings,
      defaultSpaceSettings: settings,
      // CloudTrail then says who did it, not only by which role.
      domainSettings: { executionRoleIdentityConfig: 'USER_PROFILE_NAME' },
      retentionPolicy: { homeEfsFileSystem: 'Delete' },
    });
    for (const profile of props.userProfiles)
      new SagemakerUserProfile(this, `profile-${profile}`, {
        domainId: domain.id,
        userProfileName: profile,
        userSettings: { executionRole: roleArn },
      });
    this.id = domain.id;
  }
}

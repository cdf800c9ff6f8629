import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn } from '../../testing/synth.ts';
import { Notebook } from './notebook.ts';
import { StudioDomain } from './studio-domain.ts';

const roleArn = 'arn:aws:iam::123456789012:role/people';
const network = { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };
const notebook = {
  name: 'modelkeep-dev-workbench',
  roleArn,
  keyArn: testKeyArn,
  instanceType: 'ml.t3.medium',
  volumeGiB: 20,
  idleMinutes: 45,
  network,
};
const domain = {
  name: 'modelkeep-dev-workbench',
  roleArn,
  keyArn: testKeyArn,
  network,
  idleMinutes: 60,
  userProfiles: ['data-science'],
};

test('a notebook is encrypted, without root, by the second metadata service only, and stops itself', () => {
  const made = synth((scope) => new Notebook(scope, 'n', notebook));
  expect(made.all('aws_sagemaker_notebook_instance')).toMatchObject([
    {
      kms_key_id: testKeyArn,
      root_access: 'Disabled',
      direct_internet_access: 'Disabled',
      security_groups: ['sg-1'],
      instance_metadata_service_configuration: { minimum_instance_metadata_service_version: '2' },
      lifecycle_config_name:
        '${aws_sagemaker_notebook_instance_lifecycle_configuration.n_lifecycle_D9C16BED.name}',
    },
  ]);
  const [lifecycle, ...others] = made.all('aws_sagemaker_notebook_instance_lifecycle_configuration');
  expect(others).toEqual([]);
  const onStart = String(lifecycle?.['on_start']);
  const script = Buffer.from(onStart, 'base64').toString('utf8');
  expect(script).toContain('IDLE_MINUTES=45 /usr/bin/python3');
  // AWS's limit.
  expect(onStart.length).toBeLessThan(16_384);
});

test('a domain of Studio has its network, its key, and people whose names the trail holds', () => {
  const made = synth((scope) => new StudioDomain(scope, 'd', domain));
  expect(made.all('aws_sagemaker_domain')).toMatchObject([
    {
      auth_mode: 'IAM',
      vpc_id: 'vpc-1',
      app_network_access_type: 'VpcOnly',
      kms_key_id: testKeyArn,
      domain_settings: { execution_role_identity_config: 'USER_PROFILE_NAME' },
      retention_policy: { home_efs_file_system: 'Delete' },
      default_user_settings: {
        execution_role: roleArn,
        jupyter_lab_app_settings: {
          app_lifecycle_management: {
            idle_settings: { lifecycle_management: 'ENABLED', idle_timeout_in_minutes: 60 },
          },
        },
      },
    },
  ]);
  expect(made.all('aws_sagemaker_user_profile')).toMatchObject([{ user_profile_name: 'data-science' }]);
});

test('what AWS would refuse fails the synth', () => {
  expect(problemsOf((scope) => new Notebook(scope, 'n', { ...notebook, volumeGiB: 4 }))).toContain(
    '[test/n] volumeGiB: got 4, expected a whole number from 5 to 16384',
  );
  expect(problemsOf((scope) => new StudioDomain(scope, 'd', { ...domain, idleMinutes: 30 }))).toContain(
    '[test/d] idleMinutes: got 30',
  );
});

import { describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testPlace } from '../testing/synth.ts';
import { UserPool, type UserPoolProps } from './user-pool.ts';

const props: UserPoolProps = {
  place: testPlace,
  name: 'dev',
  domainPrefix: 'dev-123456789012',
  groups: [{ name: 'readers', description: 'See' }],
  tokenFunction: { name: 'grant', arn: 'arn:aws:lambda:eu-central-1:123456789012:function:grant' },
  mfa: 'required',
  pages: ['https://console.example.org/'],
  accessTokenMinutes: 30,
  refreshTokenHours: 12,
};

describe('a user pool', () => {
  const made = synth((scope) => new UserPool(scope, 'people', props));

  test('only invited people, a second factor, and not deleted by accident', () => {
    expect(made.only('aws_cognito_user_pool')).toMatchObject({
      admin_create_user_config: { allow_admin_create_user_only: true },
      mfa_configuration: 'ON',
      deletion_protection: 'ACTIVE',
      lifecycle: { prevent_destroy: true },
      lambda_config: { pre_token_generation_config: { lambda_version: 'V2_0' } },
    });
    expect(made.only('aws_lambda_permission')).toMatchObject({
      principal: 'cognito-idp.amazonaws.com',
      source_arn: expect.stringContaining('aws_cognito_user_pool'),
    });
  });

  test('pages sign in by a code, without a secret and without passwords of their own', () => {
    expect(made.only('aws_cognito_user_pool_client')).toMatchObject({
      generate_secret: false,
      allowed_oauth_flows: ['code'],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      callback_urls: ['https://console.example.org/'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
    });
  });

  test('what is thrown away can be thrown away', () => {
    const open = synth(
      (scope) => new UserPool(scope, 'people', { ...props, protect: false, mfa: 'optional' }),
    );
    expect(open.only('aws_cognito_user_pool')).toMatchObject({
      deletion_protection: 'INACTIVE',
      mfa_configuration: 'OPTIONAL',
    });
    expect(open.only('aws_cognito_user_pool')).not.toHaveProperty('lifecycle');
  });

  test.each<[string, Partial<UserPoolProps>, string]>([
    ['a word that Cognito keeps', { domainPrefix: 'my-cognito' }, 'domainPrefix: got "my-cognito"'],
    ['plain http', { pages: ['http://a.org/'] }, 'pages: got "http://a.org/"'],
  ])('%s fails the synth', (_what, change, message) => {
    expect(problemsOf((scope) => new UserPool(scope, 'people', { ...props, ...change }))).toContain(message);
  });
});

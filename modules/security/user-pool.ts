import { CognitoUserGroup } from '@cdktf/provider-aws/lib/cognito-user-group/index.js';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool/index.js';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client/index.js';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { addChecks, isPlace, matches } from '../validation.ts';

export interface UserPoolProps {
  readonly place: AwsPlace;
  readonly name: string;
  /** The hosted page's host: `https://<prefix>.auth.<region>.amazoncognito.com`. Unique in the region. */
  readonly domainPrefix: string;
  readonly groups: readonly { readonly name: string; readonly description: string }[];
  /** Writes the scopes into the access token (pre token generation, version 2). */
  readonly tokenFunction: { readonly name: string; readonly arn: string };
  /** `optional`: who wants it. `required`: everybody, by an authenticator app. */
  readonly mfa: 'optional' | 'required';
  /** The pages that people sign in from, each with a slash at the end. */
  readonly pages: readonly string[];
  readonly accessTokenMinutes: number;
  /** How long somebody stays signed in who keeps working. */
  readonly refreshTokenHours: number;
  readonly protect?: boolean;
}

/** Who may sign in: people whom an administrator invites, in groups; one public client (code with PKCE) for the pages. */
export class UserPool extends Construct {
  /** What tokens name as their issuer. */
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly poolId: string;
  readonly hostedUrl: string;

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id);
    const { place, groups, tokenFunction, protect = true } = props;
    addChecks(this, () => checksOf(props));
    const pool = new CognitoUserPool(this, 'pool', {
      name: props.name,
      usernameAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ['email'],
      // Nobody signs up by themselves.
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        passwordHistorySize: 10,
        temporaryPasswordValidityDays: 3,
      },
      mfaConfiguration: props.mfa === 'required' ? 'ON' : 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      deletionProtection: protect ? 'ACTIVE' : 'INACTIVE',
      // Scopes in access tokens need at least this one.
      userPoolTier: 'ESSENTIALS',
      lambdaConfig: {
        preTokenGenerationConfig: { lambdaArn: tokenFunction.arn, lambdaVersion: 'V2_0' },
      },
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new LambdaPermission(this, 'may-ask-for-scopes', {
      statementId: 'user-pool',
      action: 'lambda:InvokeFunction',
      functionName: tokenFunction.name,
      principal: 'cognito-idp.amazonaws.com',
      sourceArn: pool.arn,
    });
    for (const { name, description } of groups)
      new CognitoUserGroup(this, `group-${name}`, { userPoolId: pool.id, name, description });
    new CognitoUserPoolDomain(this, 'domain', {
      userPoolId: pool.id,
      domain: props.domainPrefix,
      managedLoginVersion: 2,
    });
    const client = new CognitoUserPoolClient(this, 'pages', {
      userPoolId: pool.id,
      name: `${props.name}-console`,
      generateSecret: false,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'profile'],
      supportedIdentityProviders: ['COGNITO'],
      callbackUrls: [...props.pages],
      logoutUrls: [...props.pages],
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: props.accessTokenMinutes,
      idTokenValidity: props.accessTokenMinutes,
      refreshTokenValidity: props.refreshTokenHours,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' }],
    });
    this.poolId = pool.id;
    this.clientId = client.id;
    this.issuerUrl = `https://cognito-idp.${place.region}.amazonaws.com/${pool.id}`;
    this.hostedUrl = `https://${props.domainPrefix}.auth.${place.region}.amazoncognito.com`;
  }
}

const checksOf = ({ place, name, domainPrefix, pages }: UserPoolProps) => [
  ...isPlace(place),
  matches('name', name, /^[\w +=,.@-]{1,110}$/, 'at most 110 letters, digits, spaces or +=,.@-'),
  matches(
    'domainPrefix',
    domainPrefix,
    /^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'lower-case letters, digits or hyphens, without aws, amazon or cognito',
  ),
  ...pages.map((page) => matches('pages', page, /^https:\/\/.+\/$/, 'https:// and a slash at the end')),
];

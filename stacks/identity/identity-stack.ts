import type { Construct } from 'constructs';
import { groups } from '../../domain/identity/groups.ts';
import { contract as grantScopes } from '../../functions/grant-scopes/contract.ts';
import { UserPool } from '../../modules/security/user-pool.ts';
import { consoleOutputs } from '../console/console-stack.ts';
import type { Environment } from '../environments/schema.ts';
import type { Bundles } from '../functions/bundles.ts';
import { FunctionFactory } from '../functions/platform-function.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';

export const identityOutputs = {
  issuerUrl: 'issuer_url',
  clientId: 'client_id',
  hostedUrl: 'sign_in_url',
} as const;

/** Long enough for a piece of work, short enough that a lost laptop soon is worth nothing. */
const accessTokenMinutes = 30;
/** A working day. */
const refreshTokenHours = 12;

/** Who may come in: Cognito's user pool, its hosted page, and the groups from which a token's scopes are made. */
export class IdentityStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, bundles: Bundles) {
    super(scope, { environment, kind: 'identity' });
    const { consoleUrl, web, protect } = environment;
    const tokenFunction = new FunctionFactory(this, { shared: sharedOf(this), bundles }).make(grantScopes);
    const console = this.outputsOf('console').getString(consoleOutputs.url);
    const pool = new UserPool(this, 'people', {
      place: this.place,
      name: this.names.base,
      domainPrefix: this.names.signInPrefix,
      groups,
      tokenFunction: { name: tokenFunction.name, arn: tokenFunction.arn },
      mfa: web.mfa,
      pages: [
        `${console}/`,
        ...(consoleUrl === undefined || web.consoleCertificateArn !== undefined ? [] : [`${consoleUrl}/`]),
      ],
      accessTokenMinutes,
      refreshTokenHours,
      protect,
    });
    this.output(identityOutputs.issuerUrl, pool.issuerUrl, 'Whose tokens the API accepts');
    this.output(identityOutputs.clientId, pool.clientId, 'As whom the console asks for them');
    this.output(identityOutputs.hostedUrl, pool.hostedUrl, 'The page to sign in at');
    this.output('user_pool_id', pool.poolId, 'Where people are invited and put into groups');
  }
}

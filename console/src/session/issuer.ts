import { WebStorageStateStore, type OidcMetadata, type UserManagerSettings } from 'oidc-client-ts';
import type { ConsoleConfig } from '../../../domain/api/console-config.ts';
import { keptMetadata } from './kept-metadata.ts';

export const settingsOf = (config: ConsoleConfig): UserManagerSettings => {
  // Read before signing in: not once more on the way back.
  const metadata: Partial<OidcMetadata> | undefined = keptMetadata(config.authority);
  return {
    authority: config.authority,
    client_id: config.clientId,
    scope: config.scope,
    ...(config.resource === undefined ? {} : { resource: config.resource }),
    ...(metadata ? { metadata } : {}),
    response_type: 'code',
    redirect_uri: `${location.origin}/`,
    post_logout_redirect_uri: `${location.origin}/`,
    // Ends with the tab: no token outlives it on a shared workstation.
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: true,
  };
};

import { useEffect, useMemo, type ReactNode } from 'react';
import { AuthProvider, useAuth, type AuthContextProps } from 'react-oidc-context';
import { connection } from '../api/connection.ts';
import { setTokenSource } from '../api/token.ts';
import { Loading } from '../parts/notices.tsx';
import type { ConsoleConfig } from '../../../domain/api/console-config.ts';
import { askAgain } from './ask-again.ts';
import { IdleWatch } from './idle-watch.tsx';
import { settingsOf } from './issuer.ts';
import { claimsOf, scopesOf } from './scopes.ts';
import { SessionContext, sessionOf } from './session.tsx';
import { SignedOut } from './signed-out.tsx';

/** Sign-in by any OpenID Connect issuer: authorization code with PKCE. */
export function OidcSession(props: { readonly config: ConsoleConfig; readonly children: ReactNode }) {
  const { config } = props;
  const settings = useMemo(() => settingsOf(config), [config]);
  return (
    <AuthProvider {...settings} onSigninCallback={backToWhereOneWas}>
      <Signed config={config}>{props.children}</Signed>
    </AuthProvider>
  );
}

function Signed({ config, children }: { readonly config: ConsoleConfig; readonly children: ReactNode }) {
  const auth = useAuth();
  const { user } = auth;
  const token = user?.access_token;
  // Before any child asks the API.
  setTokenSource(token === undefined ? undefined : () => token, () => void auth.removeUser());
  useEffect(() => auth.events.addAccessTokenExpired(() => void auth.removeUser()), [auth]);
  const session = useMemo(
    () =>
      user &&
      sessionOf(
        user.profile.name ?? user.profile.email ?? user.profile.preferred_username ?? user.profile.sub,
        scopesOf({
          ...user.profile,
          ...claimsOf(user.access_token),
          ...(user.scope ? { scp: user.scope } : {}),
        }),
        () => void signOut(auth),
      ),
    [user, auth],
  );
  // Who is signed in already needs no page to sign in: it is not loaded meanwhile.
  if (auth.isLoading && !auth.error) return <Loading lines={6} height={600} />;
  if (!session || !auth.isAuthenticated) {
    // On the way back from the issuer the page is not yet to be signed in from.
    if (auth.activeNavigator) return <Loading lines={6} height={600} />;
    return <SignedOut config={config} error={auth.error} />;
  }
  return (
    <SessionContext value={session}>
      {children}
      <IdleWatch minutes={config.idleMinutes} onIdle={session.signOut} />
    </SessionContext>
  );
}

/** Here and at the issuer; without network here alone, so that what is on the page goes away all the same. */
async function signOut(auth: AuthContextProps): Promise<void> {
  if (connection.state() !== 'offline') return auth.signoutRedirect().catch(() => auth.removeUser());
  askAgain.remember(sessionStorage);
  await auth.removeUser();
}

const backToWhereOneWas = (user: { readonly state?: unknown } | undefined): void => {
  const to = typeof user?.state === 'string' && user.state.startsWith('/') ? user.state : '/';
  history.replaceState({}, '', to);
  // The router listens to the way back and forth, not to what is replaced.
  dispatchEvent(new PopStateEvent('popstate'));
};

import { createContext, use } from 'react';
import { scopes, type Scope } from './scopes.ts';

export interface Session {
  readonly name: string;
  /** In words. */
  readonly role: string;
  readonly may: (scope: Scope) => boolean;
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | null>(null);

/** @throws Error outside of a session. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('no session stands around this part of the page');
  return session;
}

const roleNames: Readonly<Record<Scope, string>> = {
  reader: 'Reader',
  clinician: 'Clinician',
  approver: 'Approver',
  admin: 'Administrator',
};

export function sessionOf(name: string, granted: ReadonlySet<Scope>, signOut: () => void): Session {
  // The last that is held says most: they are in the order of what they allow.
  const highest = scopes.findLast((scope) => granted.has(scope));
  return {
    name,
    role: highest === undefined ? 'No role' : roleNames[highest],
    may: (scope) => granted.has(scope),
    signOut,
  };
}

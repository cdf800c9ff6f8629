import { scopes as allScopes, type Scope } from '../../domain/api/route.ts';
import { scopesOfGroups } from '../../domain/identity/groups.ts';

export interface DemoUser {
  readonly name: string;
  readonly role: Scope;
  readonly scopes: readonly Scope[];
}

/** One person for each role, so that everything can be tried on one machine, also what a role may not do. */
export const demoUsers: readonly DemoUser[] = [
  { name: 'rita.reader', role: 'reader', scopes: scopesOfGroups(['readers']) },
  { name: 'carl.clinician', role: 'clinician', scopes: scopesOfGroups(['clinicians']) },
  { name: 'anna.approver', role: 'approver', scopes: scopesOfGroups(['approvers']) },
  { name: 'adam.admin', role: 'admin', scopes: scopesOfGroups(['admins']) },
];

/** Whom the commands act for: whatever name it is, who is no demo user works at this machine and may do everything. */
export const localUser = (name: string): Omit<DemoUser, 'role'> =>
  demoUsers.find((user) => user.name === name) ?? { name, scopes: [...allScopes] };

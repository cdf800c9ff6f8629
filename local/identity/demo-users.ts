import { scopes as allScopes, type Scope } from '../../domain/api/route.ts';

export interface DemoUser {
  readonly name: string;
  readonly role: Scope;
  readonly scopes: readonly Scope[];
}

/** One person for each role, so that everything can be tried on one machine, also what a role may not do. */
export const demoUsers: readonly DemoUser[] = [
  { name: 'rita.reader', role: 'reader', scopes: ['reader'] },
  { name: 'carl.clinician', role: 'clinician', scopes: ['reader', 'clinician'] },
  { name: 'anna.approver', role: 'approver', scopes: ['reader', 'approver'] },
  { name: 'adam.admin', role: 'admin', scopes: [...allScopes] },
];

/** Whom the commands act for: any name; who is no demo user works at this machine and may do everything. */
export const localUser = (name: string): Omit<DemoUser, 'role'> =>
  demoUsers.find((user) => user.name === name) ?? { name, scopes: [...allScopes] };

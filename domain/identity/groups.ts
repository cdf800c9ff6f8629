import type { Scope } from '../api/route.ts';

export interface Group {
  readonly name: string;
  readonly description: string;
  /** What its members may do; somebody in several groups may do what any of them may. */
  readonly scopes: readonly Scope[];
}

/** The groups that an administrator puts people into. */
export const groups: readonly Group[] = [
  { name: 'readers', description: 'See models, retrainings and monitoring', scopes: ['reader'] },
  {
    name: 'clinicians',
    description: 'Predict, confirm diagnoses, upload tables',
    scopes: ['reader', 'clinician'],
  },
  {
    name: 'approvers',
    description: 'Approve, reject, deploy and roll back models, start trainings',
    scopes: ['reader', 'approver'],
  },
  {
    name: 'admins',
    description: 'Everything, and pausing use cases and erasing patients',
    scopes: ['reader', 'clinician', 'approver', 'admin'],
  },
];

/** The scopes of a member of these groups, each once; groups of another meaning give none. */
export function scopesOfGroups(names: readonly string[]): readonly Scope[] {
  const members = groups.filter(({ name }) => names.includes(name));
  return [...new Set(members.flatMap(({ scopes }) => scopes))];
}

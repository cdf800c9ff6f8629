export type Action = 'approve' | 'reject' | 'deploy' | 'rollback';

const byStatus: Readonly<Record<string, readonly Action[]>> = {
  PendingManualApproval: ['reject', 'approve'],
  Archived: ['deploy'],
  RolledBack: ['deploy'],
  Approved: ['deploy'],
  InService: ['rollback'],
};

/** What may be done with a version of this status; the platform has the last word. */
export const actionsFor = (status: string): readonly Action[] => byStatus[status] ?? [];

interface Words {
  readonly title: string;
  readonly question: (version: number) => string;
  readonly consequence: string;
  readonly done: (version: number) => string;
}

export const dialogs: Readonly<Record<Action, Words>> = {
  approve: {
    title: 'Approve',
    question: (version) => `Approve version ${version}?`,
    consequence:
      'It is deployed at once and serves as soon as it is healthy; a bad one is rolled back by itself. Your name is written down.',
    done: (version) => `Version ${version} is approved and being deployed.`,
  },
  reject: {
    title: 'Reject',
    question: (version) => `Reject version ${version}?`,
    consequence:
      'The version in service stays. The reason is written down with your name and helps the next training.',
    done: (version) => `Version ${version} is rejected.`,
  },
  deploy: {
    title: 'Deploy',
    question: (version) => `Put version ${version} into service?`,
    consequence: 'It answers the next prediction. What serves now is kept and can be brought back.',
    done: (version) => `Version ${version} serves.`,
  },
  rollback: {
    title: 'Roll back',
    question: (version) => `Take version ${version} out of service?`,
    consequence: 'The version that served before answers the next prediction.',
    done: (version) => `Version ${version} is rolled back.`,
  },
};

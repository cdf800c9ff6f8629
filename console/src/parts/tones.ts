import type { ToneName } from '../theme/colors.ts';

const tones: Readonly<Record<string, ToneName>> = {
  InService: 'good',
  Deployed: 'good',
  Succeeded: 'good',
  Confirmed: 'good',
  Approved: 'info',
  Deploying: 'info',
  Running: 'info',
  PendingManualApproval: 'warn',
  'Pending Validation': 'warn',
  InsufficientData: 'quiet',
  Archived: 'quiet',
  GateRejected: 'warn',
  ApprovalRejected: 'warn',
  Corrected: 'warn',
  RolledBack: 'bad',
  Rejected: 'bad',
  Failed: 'bad',
};

/** Every outcome that is not named above is a failure. */
export const toneOf = (status: string): ToneName => tones[status] ?? 'bad';

import type { ToneName } from '../../theme/colors.ts';

const tones: Readonly<Record<string, ToneName>> = {
  Waiting: 'quiet',
  Running: 'info',
  Training: 'info',
  Evaluated: 'info',
  Succeeded: 'good',
  Failed: 'bad',
};

export const trainingTone = (status: string): ToneName => tones[status] ?? 'quiet';

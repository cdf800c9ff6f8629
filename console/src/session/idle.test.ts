import { expect, test } from '@jest/globals';
import { idlePhase } from './idle.ts';

const limits = { signOutAfterMilliseconds: 900_000, warnMilliseconds: 60_000 };

test.each([
  [0, { kind: 'active', nextCheckInMilliseconds: 840_000 }],
  [839_999, { kind: 'active', nextCheckInMilliseconds: 1 }],
  [840_000, { kind: 'warning', secondsLeft: 60 }],
  [899_500, { kind: 'warning', secondsLeft: 1 }],
  [900_000, { kind: 'signed-out' }],
])('%p ms after the last key', (elapsed, phase) =>
  expect(idlePhase(1_000, 1_000 + elapsed, limits)).toEqual(phase),
);

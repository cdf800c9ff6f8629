import { expect, test } from '@jest/globals';
import { verdict } from './verdict.ts';

test.each([
  [0.01, false, 'better'],
  [-0.01, false, 'worse'],
  [0.01, true, 'worse'],
  [-0.01, true, 'better'],
  [0.0001, false, 'same'],
] as const)('%p, less is better: %p, is %s', (change, less, said) =>
  expect(verdict(change, less)).toBe(said),
);

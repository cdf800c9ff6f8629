import { expect, test } from '@jest/globals';
import { threadsFor } from './settings.ts';

test.each([
  [512, 16, 2],
  [256, 2, 1],
  [128, 2, 1],
  [2048, 16, 4],
  [2048, 2, 2],
])('%i MiB and %i cores: %i threads', (memoryMiB, cores, threads) => {
  expect(threadsFor(memoryMiB, cores)).toBe(threads);
});

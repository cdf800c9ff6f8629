import { expect, test } from '@jest/globals';
import { RowReservoir } from './reservoir.ts';

const chosen = (rows: number, size: number, seed: number): number[] => {
  const reservoir = new RowReservoir(size, seed);
  const kept: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const place = reservoir.place();
    if (place >= 0) kept[place] = row;
  }
  return kept;
};

test('keeps all of a short stream, in order', () => {
  expect(chosen(5, 8, 1)).toEqual([0, 1, 2, 3, 4]);
  expect(chosen(8, 8, 1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('is the same for the same seed, and full for a long stream', () => {
  expect(chosen(1000, 20, 3)).toEqual(chosen(1000, 20, 3));
  expect(new Set(chosen(1000, 20, 3)).size).toBe(20);
});

test('takes every row equally often: within five standard errors of the share', () => {
  const counts = new Array<number>(40).fill(0);
  const runs = 4000;
  for (let seed = 1; seed <= runs; seed += 1) for (const row of chosen(40, 10, seed)) counts[row]! += 1;
  const error = Math.sqrt(runs * 0.25 * 0.75);
  for (const count of counts) expect(Math.abs(count - runs * 0.25)).toBeLessThan(5 * error);
});

import { expect, test } from '@jest/globals';
import { heatLevel, hottestFirst, legend } from './heat.ts';

test.each([
  [0, 0],
  [0.049, 0],
  [0.05, 1],
  [0.1, 2],
  [0.25, 3],
  [0.5, 4],
  [1, 5],
  [7, 5],
])('PSI %p is level %p', (psi, level) => expect(heatLevel(psi)).toBe(level));

test('the legend names each level', () => expect(legend.map(([level]) => level)).toEqual([0, 1, 2, 3, 4, 5]));

test('flagged features stand first, then those with the largest PSI', () => {
  const row = (name: string, psi: (number | null)[], flagged: boolean[]) => ({ name, psi, flagged });
  expect(
    hottestFirst([
      row('calm', [0.01, null], [false, false]),
      row('high', [0.9, 0.1], [false, false]),
      row('flagged', [0.2, 0.2], [true, false]),
    ]).map(({ name }) => name),
  ).toEqual(['flagged', 'high', 'calm']);
});

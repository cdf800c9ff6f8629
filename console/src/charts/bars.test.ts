import { expect, test } from '@jest/globals';
import { bars } from './bars.ts';

test('the highest fills the box, a zero keeps a line', () => {
  const [none, half, full] = bars([0, 5, 10], 90, 40);
  expect(none).toEqual({ x: 1, width: 28, height: 1 });
  expect(half).toEqual({ x: 31, width: 28, height: 20 });
  expect(full).toEqual({ x: 61, width: 28, height: 40 });
});

test('all zeros are no division by zero, nothing is nothing', () => {
  expect(bars([0, 0], 10, 10).map(({ height }) => height)).toEqual([1, 1]);
  expect(bars([], 10, 10)).toEqual([]);
});

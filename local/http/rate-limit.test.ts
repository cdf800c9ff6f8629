import { expect, test } from '@jest/globals';
import { FakeClock } from '../../tests/support/doubles.ts';
import { rateLimiter } from './rate-limit.ts';

test('a burst, then so many a second, for each caller by themselves', () => {
  const clock = new FakeClock();
  const wait = rateLimiter({ perSecond: 2, burst: 3 }, clock);
  expect([1, 2, 3].map(() => wait('a'))).toEqual([undefined, undefined, undefined]);
  expect(wait('a')).toBe(1);
  expect(wait('b')).toBeUndefined();
  clock.advance(1);
  expect([wait('a'), wait('a'), wait('a')]).toEqual([undefined, undefined, 1]);
});

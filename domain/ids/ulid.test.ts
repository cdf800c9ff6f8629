import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Clock } from '../ports.ts';
import { millisecondsOfUlid, Ulids } from './ulid.ts';

const at = (...times: number[]): Clock => ({
  now: () => new Date(times.length > 1 ? times.shift()! : times[0]!),
});
const fixed = (byte: number) => () => new Uint8Array(16).fill(byte);

test('the example of the specification', () => {
  // 01ARYZ6S41 is 1469918176385 (ulid/javascript, README).
  expect(new Ulids(at(1469918176385), fixed(0)).next()).toBe('01ARYZ6S410000000000000000');
});

test('counts up within a millisecond, and where the clock steps back', () => {
  const ids = new Ulids(at(2000, 2000, 1000, 2001), fixed(31 + 32));
  const [first, second, third] = [ids.next(), ids.next(), ids.next()];
  // All digits were full: the time goes on by one instead.
  expect(millisecondsOfUlid(first)).toBe(2000);
  expect(millisecondsOfUlid(second)).toBe(2001);
  expect([first, second, third]).toEqual([first, second, third].toSorted());
  const small = new Ulids(at(5), fixed(0));
  expect([small.next().slice(10), small.next().slice(10)]).toEqual(['0000000000000000', '0000000000000001']);
});

test('carries into the next digit', () => {
  const ids = new Ulids(at(5), () => new Uint8Array([...new Array<number>(15).fill(0), 31]));
  expect([ids.next().slice(10), ids.next().slice(10)]).toEqual(['000000000000000Z', '0000000000000010']);
});

test('sorted as made, and the time can be read back, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 47), { minLength: 2, maxLength: 30 }), (times) => {
      const ids = new Ulids(at(...times));
      const made = times.map(() => ids.next());
      expect(made.toSorted()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
      expect(millisecondsOfUlid(made[0] ?? '')).toBe(times[0]);
    }),
  );
});

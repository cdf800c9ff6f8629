import { describe, expect, test } from '@jest/globals';
import { ago, between, duration } from './time.ts';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('ago', () => {
  test.each([
    ['2026-11-24T11:59:57Z', 'just now'],
    ['2026-11-24T11:59:20Z', '40 seconds ago'],
    ['2026-11-24T11:57:00Z', '3 minutes ago'],
    ['2026-11-24T10:00:00Z', '2 hours ago'],
    ['2026-11-23T12:00:00Z', 'yesterday'],
    ['2026-11-26T12:00:00Z', 'in 2 days'],
    ['2025-11-24T12:00:00Z', 'last year'],
  ])('%s is %s', (iso, text) => expect(ago(iso, now)).toBe(text));
});

test.each([
  [-5, '0 ms'],
  [840, '840 ms'],
  [12_400, '12.4 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('%p ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test('what has not ended yet is counted to now', () => {
  expect(between('2026-11-24T11:59:58Z', null, now)).toBe('2.0 s');
  expect(between('2026-11-24T11:59:58Z', '2026-11-24T11:59:59Z', now)).toBe('1.0 s');
});

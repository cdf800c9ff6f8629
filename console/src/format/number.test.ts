import { describe, expect, test } from '@jest/globals';
import { bytes, count, dollars, measure, metric, percent, plural, shortCount, signed } from './number.ts';

describe('percent', () => {
  test.each([
    [0, '0.0 %'],
    [1, '100.0 %'],
    [0.9732, '97.3 %'],
    // What is nearly certain is not certain.
    [0.99999, '99.9 %'],
    [0.00001, '0.1 %'],
  ])('%p is %s', (share, text) => expect(percent(share)).toBe(text));
  test('with other digits', () => expect(percent(0.5, 0)).toBe('50 %'));
});

describe('measure', () => {
  test.each([
    [0.047123, '0.04712'],
    [1203.44, '1,203'],
    [0, '0'],
    [0.00000123, '1.23e-6'],
    [Number.NaN, '–'],
  ])('%p is %s', (value, text) => expect(measure(value)).toBe(text));
});

test.each([
  [0.0123, '+0.012'],
  [-0.0041, '−0.004'],
  [0.0001, '±0.000'],
])('signed %p is %s', (value, text) => expect(signed(value)).toBe(text));

test('counts, metrics, money and sizes', () => {
  expect(count(12_345)).toBe('12,345');
  expect(shortCount(123_456)).toBe('123.5K');
  expect(metric(null)).toBe('–');
  expect(metric(0.98765)).toBe('0.988');
  expect(dollars(12.3)).toBe('$12.30');
  expect(dollars(1234.5)).toBe('$1,235');
  expect(bytes(999)).toBe('999 B');
  expect(bytes(1_234_567)).toBe('1.23 MB');
  expect(plural(1, 'row')).toBe('1 row');
  expect(plural(2, 'diagnosis')).toBe('2 diagnoses');
});

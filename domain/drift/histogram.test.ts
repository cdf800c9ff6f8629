import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { binKey, binLower, binUpper } from './float-bin.ts';
import {
  emptyHistogram,
  HistogramBuilder,
  histogramOf,
  meanOf,
  mergeHistograms,
  numericHistogramSchema,
  quantileOf,
  sdOf,
  type NumericHistogram,
} from './histogram.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const moderate = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
const column = fc.array(fc.oneof(moderate, fc.constant(Number.NaN)), { maxLength: 60 });

/** Sums depend on their order in the last digits; all else is exact. */
function expectAlike(a: NumericHistogram, b: NumericHistogram): void {
  const { sum: sumA, m2: m2A, ...restA } = a;
  const { sum: sumB, m2: m2B, ...restB } = b;
  expect(restA).toEqual(restB);
  const size = 1 + Math.max(Math.abs(a.min ?? 0), Math.abs(a.max ?? 0));
  expect(Math.abs(sumA - sumB)).toBeLessThanOrEqual(1e-9 * size * (1 + a.n));
  expect(Math.abs(m2A - m2B)).toBeLessThanOrEqual(1e-9 * size * size * (1 + a.n));
}

describe('bins of doubles', () => {
  test('known keys, which the SQL form gives too', () => {
    expect([0, -0, 1, -1, 1.999, 2, 5e-324].map(binKey)).toEqual([
      0, 0, 261_888, -261_889, 262_143, 262_144, 0,
    ]);
  });

  test('keys are in the order of the values, and edges hold their bin', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        if (x < y) expect(binKey(x)).toBeLessThanOrEqual(binKey(y));
        const key = binKey(x);
        expect(binLower(key)).toBeLessThanOrEqual(x);
        expect(binUpper(key)).toBeGreaterThanOrEqual(x);
        expect(binUpper(key) === binLower(key + 1)).toBe(true);
      }),
    );
  });

  test('a bin is at most 1/256 of its values wide', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-300, max: 1e300 }), (x) => {
        const key = binKey(x);
        expect(binUpper(key) - binLower(key)).toBeLessThanOrEqual(x / 256);
      }),
    );
  });
});

describe('numeric histograms', () => {
  test('merging is commutative and associative, and equals one pass over all', () => {
    fc.assert(
      fc.property(column, column, column, (a, b, c) => {
        const [ha, hb, hc] = [a, b, c].map(histogramOf) as [
          NumericHistogram,
          NumericHistogram,
          NumericHistogram,
        ];
        expectAlike(mergeHistograms(ha, hb), mergeHistograms(hb, ha));
        expectAlike(
          mergeHistograms(mergeHistograms(ha, hb), hc),
          mergeHistograms(ha, mergeHistograms(hb, hc)),
        );
        expectAlike(mergeHistograms(mergeHistograms(ha, hb), hc), histogramOf([...a, ...b, ...c]));
      }),
    );
  });

  test('the builder counts what the sorted way counts', () => {
    fc.assert(
      fc.property(column, (values) => {
        const builder = new HistogramBuilder();
        for (const x of values) builder.add(x);
        expectAlike(builder.finish(), histogramOf(values));
      }),
    );
  });

  test('the empty one changes nothing; infinite values are missing', () => {
    const h = histogramOf([1, Infinity, -Infinity, Number.NaN]);
    expect([h.n, h.missing, h.min, h.max]).toEqual([1, 3, 1, 1]);
    expect(mergeHistograms(h, emptyHistogram)).toEqual(h);
    expect(mergeHistograms(emptyHistogram, h)).toEqual(h);
  });

  test('a quantile is in the bin of the order statistic', () => {
    fc.assert(
      fc.property(
        fc.array(moderate, { minLength: 1, maxLength: 80 }),
        fc.double({ noNaN: true, min: 0, max: 1 }),
        (values, q) => {
          const sorted = Float64Array.from(values).sort();
          const wanted = sorted[Math.min(values.length, Math.max(1, Math.ceil(q * values.length))) - 1]!;
          const got = quantileOf(histogramOf(values), q);
          expect(got).toBeGreaterThanOrEqual(binLower(binKey(wanted)));
          expect(got).toBeLessThanOrEqual(binUpper(binKey(wanted)));
          expect(got).toBeGreaterThanOrEqual(sorted[0]!);
          expect(got).toBeLessThanOrEqual(sorted.at(-1)!);
        },
      ),
    );
  });

  test('a large offset does not eat the variance', () => {
    const h = histogramOf([1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect([meanOf(h), sdOf(h)]).toEqual([1e9 + 2, 1]);
  });

  test('survives JSON; a file with counts that do not add up does not parse', () => {
    const h = histogramOf([1, 2, 2, Number.NaN]);
    const json: unknown = JSON.parse(JSON.stringify(h));
    expect(z.parse(numericHistogramSchema, json)).toEqual(h);
    expect(z.safeParse(numericHistogramSchema, { ...h, n: 2 }).success).toBe(false);
    expect(z.safeParse(numericHistogramSchema, { ...h, keys: [...h.keys].reverse() }).success).toBe(false);
  });
});

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { seededRandom } from '../../numeric/random.ts';
import { binKey } from '../float-bin.ts';
import { histogramOf } from '../histogram.ts';
import { chiSquare, poolRare } from './chi-square.ts';
import { gapErrorBound } from './gaps.ts';
import { jensenShannonHistograms, jensenShannonOfShares } from './jensen-shannon.ts';
import { exactTwoSampleP, kolmogorovUpper } from './ks-exact.ts';
import { ksHistograms, ksP, ksTwoSample } from './ks.ts';
import { kuiperHistograms, kuiperP, kuiperTwoSample } from './kuiper.ts';
import { decileCuts, decileKeys, psi, psiHistograms, psiOfShares } from './psi.ts';
import { chiSquareUpper, normalQuantile, normalTwoSided } from './special.ts';
import { twoProportion } from './two-proportion.ts';
import { wasserstein, wassersteinErrorBound, wassersteinHistograms } from './wasserstein.ts';

const value = fc.oneof(fc.double({ noNaN: true, min: -1e4, max: 1e4 }), fc.integer({ min: -3, max: 3 }));
const sample = fc.array(value, { minLength: 1, maxLength: 60 });

describe('histograms against raw values, within the documented bounds', () => {
  test('KS and Kuiper', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [ha, hb] = [histogramOf(a), histogramOf(b)];
        const bound = gapErrorBound(ha, hb) + 1e-12;
        const d = ksTwoSample(a, b).d - ksHistograms(ha, hb).d;
        expect(d).toBeGreaterThanOrEqual(-1e-12);
        expect(d).toBeLessThanOrEqual(bound);
        const v = kuiperTwoSample(a, b).v - kuiperHistograms(ha, hb).v;
        expect(v).toBeGreaterThanOrEqual(-1e-12);
        expect(v).toBeLessThanOrEqual(2 * bound);
      }),
    );
  });

  test('Wasserstein', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [ha, hb] = [histogramOf(a), histogramOf(b)];
        const apart = Math.abs(wasserstein(a, b) - wassersteinHistograms(ha, hb));
        expect(apart).toBeLessThanOrEqual(wassersteinErrorBound(ha, hb) + 1e-9);
      }),
    );
  });

  test('PSI: exactly that of the raw values over the cuts of the histogram', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const ha = histogramOf(a);
        const cuts = decileKeys(ha);
        const shares = (values: number[]): number[] =>
          Array.from({ length: cuts.length + 1 }, (_, i) => {
            const inside = values.filter((x) => {
              const key = binKey(x);
              return key > (cuts[i - 1] ?? -Infinity) && key <= (cuts[i] ?? Infinity);
            });
            return inside.length / values.length;
          });
        expect(psiHistograms(ha, histogramOf(b))).toBeCloseTo(psiOfShares(shares(a), shares(b)), 10);
      }),
    );
  });

  test('PSI of continuous columns of 500 rows and more: near that of the interpolated deciles', () => {
    const random = seededRandom(4);
    for (let run = 0; run < 20; run += 1) {
      for (const shift of [0, 0.3, 1]) {
        for (const make of [(x: number) => 20 + 3 * x, (x: number) => Math.exp(x)]) {
          const a = Array.from({ length: 569 }, () => make(random.normal()));
          const b = Array.from({ length: 500 }, () => make(random.normal() + shift));
          const apart = Math.abs(psi(a, b) - psiHistograms(histogramOf(a), histogramOf(b)));
          expect(apart).toBeLessThan(0.02 + 0.1 * psi(a, b));
        }
      }
    }
  });
});

describe('every distance', () => {
  test('is 0 between equal samples, and not negative', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [ha, hb] = [histogramOf(a), histogramOf(b)];
        expect([ksTwoSample(a, a).d, kuiperTwoSample(a, a).v, psi(a, a), wasserstein(a, a)]).toEqual([
          0, 0, 0, 0,
        ]);
        expect([
          psiHistograms(ha, ha),
          jensenShannonHistograms(ha, ha),
          wassersteinHistograms(ha, ha),
        ]).toEqual([0, 0, 0]);
        expect(Math.min(psi(a, b), psiHistograms(ha, hb), wasserstein(a, b))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('of an empty side is no evidence', () => {
    const empty = histogramOf([]);
    const some = histogramOf([1, 2]);
    expect(ksTwoSample([], [1])).toEqual({ d: 0, p: 1 });
    expect(ksHistograms(empty, some)).toEqual({ d: 0, p: 1 });
    expect(kuiperHistograms(some, empty)).toEqual({ v: 0, p: 1 });
    expect([psi([], [1]), psi([1], []), psiHistograms(some, empty), wasserstein([], [1])]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe('PSI and Jensen-Shannon of shares', () => {
  const shares = fc
    .array(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 3 })
    .filter((counts) => counts.some((c) => c > 0))
    .map((counts) => counts.map((c) => c / counts.reduce((a, b) => a + b, 0)));

  test('are symmetric; Jensen-Shannon is at most 1', () => {
    fc.assert(
      fc.property(shares, shares, (p, q) => {
        expect(psiOfShares(p, q)).toBeCloseTo(psiOfShares(q, p), 12);
        expect(jensenShannonOfShares(p, q)).toBeCloseTo(jensenShannonOfShares(q, p), 12);
        expect(jensenShannonOfShares(p, q)).toBeLessThanOrEqual(1);
      }),
    );
    expect(jensenShannonOfShares([1, 0], [0, 1])).toBe(1);
  });

  test('a constant column that moves either way is seen', () => {
    expect(decileCuts([3, 3, 3])).toHaveLength(2);
    for (const moved of [2, 4]) {
      expect(psi([3, 3, 3], [moved])).toBeGreaterThan(5);
      expect(psiHistograms(histogramOf([3, 3, 3]), histogramOf([moved]))).toBeGreaterThan(5);
    }
  });
});

describe('p-values', () => {
  test('exact KS of two and two: D = 1 in 2 of 6 orders', () => {
    expect(exactTwoSampleP(2, 2, 1)).toBeCloseTo(1 / 3, 12);
    expect(exactTwoSampleP(3, 2, 0)).toBe(1);
  });

  test('approximations come near the exact p', () => {
    for (const [n, m, d] of [
      [100, 80, 0.15],
      [569, 200, 0.1],
      [60, 455, 0.25],
    ] as const) {
      const exact = exactTwoSampleP(n, m, d);
      expect(Math.abs(ksP(d, n, m) - exact)).toBeLessThan(0.03);
      expect(Math.abs(kolmogorovUpper(Math.round((n * m) / (n + m)), d) - exact)).toBeLessThan(0.03);
    }
  });

  test('fall with the statistic and stay in [0, 1]', () => {
    for (const p of [
      (x: number) => ksP(x, 500, 200),
      (x: number) => kuiperP(x, 500, 200),
      (x: number) => kolmogorovUpper(300, x),
    ]) {
      let last = 1;
      for (let x = 0; x <= 1; x += 0.01) {
        const now = p(x);
        expect(now).toBeLessThanOrEqual(last + 1e-9);
        expect(now).toBeGreaterThanOrEqual(0);
        last = now;
      }
    }
  });

  test('far tails do not end at 0', () => {
    expect(chiSquareUpper(1000, 1)).toBeGreaterThan(0);
    expect(chiSquareUpper(1000, 1) / 1.7958327848e-219).toBeCloseTo(1, 6);
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 8);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 6);
  });

  test('chi-square of a known table; nothing to compare is no evidence', () => {
    const { statistic, degreesOfFreedom, p } = chiSquare([10, 20, 30], [6, 9, 17]);
    expect(statistic).toBeCloseTo(0.27157465150403504, 12);
    expect(degreesOfFreedom).toBe(2);
    expect(p).toBeCloseTo(0.873028283380073, 10);
    expect(chiSquare([5, 0], [7, 0]).p).toBe(1);
    expect(chiSquare([], []).p).toBe(1);
  });

  test('rare categories are pooled until five are expected', () => {
    const pooled = poolRare([500, 60, 2, 1], [190, 20, 3, 1]);
    expect(pooled.first).toHaveLength(2);
    expect(pooled.first.reduce((a, b) => a + b, 0)).toBe(563);
    expect(pooled.second.reduce((a, b) => a + b, 0)).toBe(214);
  });

  test('two proportions: all or nothing is no evidence', () => {
    expect(twoProportion({ hits: 0, total: 10 }, { hits: 0, total: 20 }).p).toBe(1);
    expect(twoProportion({ hits: 5, total: 5 }, { hits: 0, total: 0 }).p).toBe(1);
    expect(twoProportion({ hits: 1, total: 100 }, { hits: 40, total: 100 }).p).toBeLessThan(1e-10);
  });
});

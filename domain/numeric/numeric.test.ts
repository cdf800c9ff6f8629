import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { choleskyFactor, choleskySolve } from './cholesky.ts';
import { logit, sigmoid, softplus } from './logistic.ts';
import { seededRandom } from './random.ts';

describe('seededRandom', () => {
  test('the same seed, the same numbers; neighbouring seeds, others', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  test('uniform and normal draws have the moments that they should have', () => {
    const random = seededRandom(1);
    const n = 100_000;
    const moments = (draw: () => number): { mean: number; variance: number } => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i += 1) {
        const x = draw();
        sum += x;
        squares += x * x;
      }
      return { mean: sum / n, variance: squares / n - (sum / n) ** 2 };
    };
    // Five standard errors.
    const uniform = moments(random.next);
    expect(Math.abs(uniform.mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(0.002);
    const normal = moments(random.normal);
    expect(Math.abs(normal.mean)).toBeLessThan(0.016);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.023);
  });

  test('shuffle keeps every item and puts each in the first place equally often', () => {
    const random = seededRandom(3);
    const first = new Uint32Array(4);
    for (let i = 0; i < 8_000; i += 1) {
      const items = random.shuffle([0, 1, 2, 3]);
      expect([...items].sort()).toEqual([0, 1, 2, 3]);
      first[items[0]!]! += 1;
    }
    for (const count of first) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});

describe('Cholesky', () => {
  test('solves A x = b for random positive definite A', () => {
    const size = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 1_000_000 }), (n, seed) => {
        const random = seededRandom(seed);
        const root = Array.from({ length: n * n }, () => random.normal());
        const a = new Float64Array(n * n);
        for (let i = 0; i < n; i += 1) {
          for (let j = 0; j < n; j += 1) {
            a[i * n + j] = i === j ? 0.1 : 0;
            for (let k = 0; k < n; k += 1) a[i * n + j]! += root[i * n + k]! * root[j * n + k]!;
          }
        }
        const x = Array.from({ length: n }, () => random.normal());
        const b = Float64Array.from({ length: n }, (_, i) =>
          x.reduce((s, xj, j) => s + a[i * n + j]! * xj, 0),
        );
        expect(choleskyFactor(a, n)).toBe(true);
        choleskySolve(a, n, b);
        x.forEach((xi, i) => expect(b[i]).toBeCloseTo(xi, 6));
      }),
    );
  });

  test('refuses what is not positive definite', () => {
    expect(choleskyFactor(Float64Array.of(1, 1, 1, 1), 2)).toBe(false);
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
    expect(choleskyFactor(Float64Array.of(Number.NaN), 1)).toBe(false);
    expect(choleskyFactor(Float64Array.of(0), 1)).toBe(false);
  });
});

describe('logistic functions', () => {
  test('no overflow far out', () => {
    expect(sigmoid(1_000)).toBe(1);
    expect(sigmoid(-1_000)).toBe(0);
    expect(softplus(1_000)).toBe(1_000);
    expect(softplus(-1_000)).toBe(0);
    expect(Number.isFinite(logit(0)) && Number.isFinite(logit(1))).toBe(true);
  });

  test('sigmoid undoes logit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(sigmoid(logit(p))).toBeCloseTo(p, 12);
      }),
    );
  });
});

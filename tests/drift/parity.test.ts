import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  chiSquare,
  jensenShannon,
  ksTwoSample,
  kuiperTwoSample,
  psi,
  twoProportion,
  wasserstein,
} from '../../domain/drift/statistics/index.ts';
import { seededRandom } from '../../domain/numeric/random.ts';
import { pythonOrSkip } from '../support/python.ts';

/** Our statistics beside scipy's and numpy's of the environment that the containers pin: 1e-6 absolute. */
type Case =
  | { kind: 'samples'; about: string; a: number[]; b: number[] }
  | { kind: 'contingency'; about: string; first: number[]; second: number[] }
  | { kind: 'proportions'; about: string; first: [number, number]; second: [number, number] };

const random = seededRandom(11);
const many = (n: number, make: () => number): number[] => Array.from({ length: n }, make);
const normal =
  (shift = 0, scale = 1) =>
  (): number =>
    shift + scale * random.normal();
const lognormal =
  (shift = 0) =>
  (): number =>
    Math.exp(random.normal() + shift);
const whole = (below: number) => (): number => random.below(below);
const mostly = (value: number, share: number) => (): number =>
  random.next() < share ? value : random.normal();

const samples = (about: string, n: number, m: number, a: () => number, b: () => number): Case => ({
  kind: 'samples',
  about: `${about}, ${n} and ${m}`,
  a: many(n, a),
  b: many(m, b),
});

const cases: Case[] = [
  ...[5, 20, 60, 100, 200, 569].flatMap((m) =>
    [0, 0.2, 0.5, 1.5].flatMap((shift) => [
      samples(`normal, shift ${shift}`, 569, m, normal(), normal(shift)),
      samples(`lognormal, shift ${shift}`, 300, m, lognormal(), lognormal(shift)),
    ]),
  ),
  samples('spread', 569, 500, normal(), normal(0, 1.4)),
  samples('large offset', 400, 300, normal(1e6, 3), normal(1e6 + 1, 3)),
  samples('whole numbers', 500, 200, whole(4), whole(5)),
  samples('mostly one value', 500, 200, mostly(0, 0.7), mostly(0, 0.6)),
  samples(
    'constant',
    100,
    100,
    () => 3,
    () => 3,
  ),
  samples(
    'constant that moved',
    100,
    40,
    () => 3,
    () => 2,
  ),
  samples('apart', 50, 70, normal(), normal(100)),
  samples('large, exact', 10_000, 9_000, normal(), normal(0.02)),
  samples('large, asymptotic', 30_000, 12_000, normal(), normal(0.02)),
  samples('large, asymptotic, no shift', 20_000, 11_000, lognormal(), lognormal()),
  samples('large, asymptotic, far tail', 20_000, 11_000, normal(), normal(0.08)),
  samples('large and small', 20_000, 500, normal(), normal(0.05)),
  ...[2, 3, 8, 40].flatMap((categories) =>
    [1, 3].map((weight): Case => ({
      kind: 'contingency',
      about: `${categories} categories, weight ${weight}`,
      first: many(categories, () => 5 + random.below(200)),
      second: many(categories, () => 1 + weight * random.below(100)),
    })),
  ),
  { kind: 'contingency', about: 'far tail', first: [500, 10], second: [10, 500] },
  { kind: 'proportions', about: 'alike', first: [20, 569], second: [9, 200] },
  { kind: 'proportions', about: 'apart', first: [5, 569], second: [60, 200] },
];

const ours = (c: Case): Record<string, number> => {
  switch (c.kind) {
    case 'samples': {
      const ks = ksTwoSample(c.a, c.b);
      const kuiper = kuiperTwoSample(c.a, c.b);
      return {
        d: ks.d,
        ksP: ks.p,
        v: kuiper.v,
        kuiperP: kuiper.p,
        psi: psi(c.a, c.b),
        jensenShannon: jensenShannon(c.a, c.b),
        wasserstein: wasserstein(c.a, c.b),
      };
    }
    case 'contingency': {
      const { statistic, degreesOfFreedom, p } = chiSquare(c.first, c.second);
      return { statistic, df: degreesOfFreedom, p };
    }
    case 'proportions': {
      const { z, p } = twoProportion(
        { hits: c.first[0], total: c.first[1] },
        { hits: c.second[0], total: c.second[1] },
      );
      return { z, p };
    }
  }
};

const python = pythonOrSkip('tabular');
const describeWithPython = python ? describe : describe.skip;

describeWithPython('statistics equal scipy and numpy within 1e-6', () => {
  let theirs: Record<string, number>[] = [];

  beforeAll(() => {
    const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
    const result = spawnSync(python ?? '', [path.join(import.meta.dirname, 'reference.py')], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env,
    });
    if (result.status !== 0) throw new Error(`reference.py failed: ${result.stderr}`);
    theirs = JSON.parse(result.stdout) as Record<string, number>[];
  }, 120_000);

  test.each(cases.map((c, i) => [c.about, i] as const))('%s', (_, i) => {
    const mine = ours(cases[i]!);
    const wanted = theirs[i]!;
    expect(Object.keys(mine).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, value] of Object.entries(mine)) {
      const apart = Math.abs(value - wanted[name]!);
      if (!(apart <= 1e-6)) throw new Error(`${name}: got ${value}, scipy has ${wanted[name] ?? 'nothing'}`);
    }
  });

  test('small p keep their digits: relative, down to 1e-200', () => {
    cases.forEach((c, i) => {
      if (c.kind === 'samples') return;
      const mine = ours(c)['p']!;
      const wanted = theirs[i]!['p']!;
      if (wanted > 1e-200) expect(Math.abs(mine / wanted - 1)).toBeLessThan(1e-9);
    });
  });
});

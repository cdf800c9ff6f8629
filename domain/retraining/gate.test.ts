import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ModelEvaluation } from '../model/compare.ts';
import { classificationMetrics } from '../model/metrics.ts';
import type { UseCase } from '../usecase/schema.ts';
import { judge } from './gate.ts';

const measured = (change: Partial<ModelEvaluation['metrics']>): ModelEvaluation => ({
  metrics: { ...classificationMetrics([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.2]), ...change },
  subgroups: [],
  probabilities: new Float64Array(),
});
const gate = (change: Partial<UseCase['gate']>): UseCase['gate'] => ({
  thresholds: [],
  champion: [],
  subgroups: [],
  ...change,
});
const against = (change: Partial<ModelEvaluation['metrics']>) => ({
  version: 3,
  evaluation: measured(change),
});

describe('the gate', () => {
  test.each([
    [{ atLeast: 0.9 }, 0.9, true, 'recall 0.9: at least 0.9'],
    [{ atLeast: 0.9 }, 0.8999, false, 'recall 0.8999: not at least 0.9'],
    [{ atMost: 0.1 }, 0.1, true, 'recall 0.1: at most 0.1'],
    [{ atMost: 0.1 }, 0.2, false, 'recall 0.2: not at most 0.1'],
    [{ atLeast: 0 }, null, false, 'recall is not defined on the held-out rows, expected at least 0'],
  ])('threshold %j at %j', (bound, recall, passed, reason) => {
    const verdict = judge({
      gate: gate({ thresholds: [{ metric: 'recall', ...bound }] }),
      challenger: measured({ recall }),
      champion: against({}),
    });
    expect(verdict).toEqual({ passed, reasons: [reason] });
  });

  test.each([
    ['rocAuc', 0.98, 0.97, true, /within the margin of 0\.01$/],
    ['rocAuc', 0.98, 0.969, false, /worse by 0\.011, at most 0\.01 is allowed$/],
    ['rocAuc', 0.98, 0.99, true, /: not worse$/],
    ['brier', 0.05, 0.06, true, /within the margin/],
    ['brier', 0.05, 0.061, false, /worse by 0\.011/],
    ['brier', 0.05, 0.01, true, /: not worse$/],
    ['rocAuc', null, 0.9, true, /of version 3 is not defined/],
    ['rocAuc', 0.9, null, false, /rocAuc is not defined on the held-out rows/],
  ] as const)('%s of champion %j, of challenger %j', (metric, before, after, passed, reason) => {
    const verdict = judge({
      gate: gate({ champion: [{ metric, margin: 0.01 }] }),
      challenger: measured({ [metric]: after }),
      champion: against({ [metric]: before }),
    });
    expect(verdict.passed).toBe(passed);
    expect(verdict.reasons).toEqual([expect.stringMatching(reason)]);
  });

  test('a group that is served badly fails the gate though the average is good; small groups say nothing', () => {
    const group = (name: string, rows: number, recall: number | null) => ({
      group: name,
      metrics: { ...measured({ recall }).metrics, rows },
    });
    const challenger = {
      ...measured({ recall: 0.95 }),
      subgroups: [{ column: 'sex', groups: [group('f', 200, 0.97), group('m', 40, 0.8), group('x', 5, 0)] }],
    };
    const floors = gate({ subgroups: [{ metric: 'recall', atLeast: 0.9, minimumRows: 30 }] });
    expect(judge({ gate: floors, challenger, champion: against({}) })).toEqual({
      passed: false,
      reasons: [
        'recall for sex m (40 rows) 0.8: not at least 0.9',
        'recall for sex f (200 rows) 0.97: at least 0.9',
      ],
    });
  });

  test('without a champion the reasons say so, or why it could not be compared', () => {
    const given = { gate: gate({}), challenger: measured({}), champion: null };
    expect(judge(given)).toEqual({
      passed: true,
      reasons: ['there is no version in service to compare with'],
    });
    expect(judge({ ...given, why: 'damaged' }).reasons).toEqual(['damaged']);
  });

  test('passes exactly where no check fails, and failed checks come first', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (recall, rocAuc, floor, before) => {
        const verdict = judge({
          gate: gate({
            thresholds: [
              { metric: 'recall', atLeast: floor },
              { metric: 'rocAuc', atLeast: floor },
            ],
            champion: [{ metric: 'rocAuc', margin: 0.05 }],
          }),
          challenger: measured({ recall, rocAuc }),
          champion: against({ rocAuc: before }),
        });
        const passes = [recall >= floor, rocAuc >= floor, before - rocAuc <= 0.05 + 1e-12];
        expect(verdict.passed).toBe(passes.every(Boolean));
        expect(verdict.reasons).toHaveLength(3);
      }),
      { numRuns: 200 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { useCases } from '../../usecases/index.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { catalogOf, UnknownUseCaseError } from './catalog.ts';
import { defineUseCase } from './define.ts';

/** Wrong definitions are written as JSON would bring them: past the compiler. */
const define = (change: object): unknown => defineUseCase({ ...breastCancer, ...change });

describe('defineUseCase', () => {
  test('fills in what is left out', () => {
    expect(breastCancer.monitoring.drift).toEqual({
      falseAlarmRate: 1e-4,
      psiFloor: 0.1,
      confirmationP: 0.01,
    });
    expect(breastCancer.retraining.everyDays).toBe(7);
    expect(breastCancer.data.features).toHaveLength(30);
  });

  test.each([
    [
      'a wrong word',
      { serving: { ...breastCancer.serving, kind: 'lamda' } },
      'serving.kind: got "lamda", expected one of "lambda", "endpoint", "batch"',
    ],
    [
      'an unknown section',
      { retraning: {} },
      'retraning: got an unknown field, expected no field of this name (check its spelling)',
    ],
    [
      'an unknown algorithm',
      { model: { algorithm: 'logreg' } },
      'model.algorithm: got "logreg", expected one of "logistic-regression"',
    ],
    [
      'a metric that does not exist',
      { gate: { thresholds: [{ metric: 'acuracy', atLeast: 0.9 }] } },
      'gate.thresholds[0].metric: got "acuracy"',
    ],
    [
      'a threshold with two bounds',
      { gate: { thresholds: [{ metric: 'recall', atLeast: 0.9, atMost: 1 }] } },
      'exactly one of atLeast, atMost',
    ],
    [
      'a deadline beyond what a state machine can wait',
      { retraining: { approvalTimeoutHours: 10_000 } },
      'retraining.approvalTimeoutHours: got 10000, expected at most 552',
    ],
    [
      'photographs whose records the table forgets',
      { ...skinLesion, name: breastCancer.name, data: { ...skinLesion.data, retentionDays: 30 } },
      'data.retentionDays: got 30, expected none for photographs',
    ],
    [
      'a range the wrong way round',
      {
        data: {
          ...breastCancer.data,
          features: [{ name: 'x', kind: 'numeric', unit: '1', range: { min: 4, max: 1 } }],
        },
      },
      'data.features[0].range: got an object, expected min below max',
    ],
    [
      'the same feature twice',
      {
        data: {
          ...breastCancer.data,
          features: [breastCancer.data.features[0], breastCancer.data.features[0]],
        },
      },
      'data.features[1].name: got "radius_mean", expected a name that no other feature has',
    ],
    [
      'the target among the features',
      { data: { ...breastCancer.data, target: { ...breastCancer.data.target, name: 'radius_mean' } } },
      'the target would leak',
    ],
  ])('%s: one line with the path, what was got, what is allowed', (_, change, message) => {
    expect(() => define(change)).toThrow(message);
    expect(() => define(change)).toThrow(/^use case "breast-cancer": /);
  });
});

describe('catalogOf', () => {
  test('finds by name; an unknown name lists the known ones', () => {
    expect(useCases.get('breast-cancer')).toBe(breastCancer);
    expect(() => catalogOf([breastCancer]).get('brest-cancer')).toThrow(UnknownUseCaseError);
    expect(() => catalogOf([breastCancer]).get('brest-cancer')).toThrow(/expected one of breast-cancer/);
  });
});

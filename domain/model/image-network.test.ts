import { describe, expect, test } from '@jest/globals';
import { cleanTable } from '../dataset/clean.ts';
import { makeSnapshot } from '../dataset/snapshot.ts';
import { InvalidInputError } from '../validation/parse.ts';
import { evaluateModel } from './compare.ts';
import { parseModel, serializeModel, type ImageNetworkModel } from './portable-model.ts';
import { compileScorer } from './scorer.ts';

const sha256 = 'ab'.repeat(32);
const model: ImageNetworkModel = {
  schemaVersion: 1,
  kind: 'image-network',
  trainedAt: '2026-01-02T03:04:05.000Z',
  trainingRows: 10,
  dataHash: 'cd'.repeat(32),
  target: 'outcome',
  targetNames: ['benign', 'malignant'],
  decisionThreshold: 0.5,
  hyperparameters: { architecture: 'small', image_size: 64 },
  metrics: { method: 'unseen lesions', rows: 4, positives: 2, values: { rocAuc: 0.9 } },
  features: [
    { name: 'brightness', kind: 'numeric', unit: '1', range: { min: 0, max: 1 }, mean: 0.6, sd: 0.1 },
  ],
  classes: ['mel', 'nv', 'bkl'],
  positives: 1,
  imageSize: 64,
  network: { sha256, bytes: 1_000 },
  keptColumns: ['image_id', 'diagnosis'],
};
const spec = {
  features: [{ name: 'brightness', kind: 'numeric', range: { min: 0, max: 1 } }],
  target: {
    name: 'outcome',
    positive: { value: 'malignant', label: 'malignant' },
    negative: { value: 'benign', label: 'benign' },
  },
  idColumns: ['lesion_id'],
  dropColumns: [],
  groupColumn: 'lesion_id',
  subgroupColumns: ['sex'],
  images: { column: 'image_id', diagnosisColumn: 'diagnosis' },
} as const;
const header = ['brightness', 'sex', 'image_id', 'diagnosis', 'lesion_id', 'outcome'];
const rows = [
  ['0.5', 'female', 'I1', 'mel', 'L1', 'malignant'],
  ['0.6', 'female', 'I2', 'nv', 'L2', 'benign'],
  ['0.7', 'male', 'I3', '', 'L3', 'benign'],
  ['0.8', 'male', 'I4', 'mel', 'L1', 'malignant'],
];
const table = cleanTable(header, rows, spec);
const scored = { ...table, scores: { [sha256]: [0.9, 0.2, 0.6, 0.7] } };

describe('a network as a model', () => {
  test('reads back as it was written', () => {
    expect(parseModel(serializeModel(model))).toEqual(model);
  });

  test.each([
    [{ positives: 3 }, 'positives: got 3, expected fewer than the 3 classes'],
    [{ classes: ['nv', 'nv'] }, 'classes: got'],
    [{ network: { sha256: 'x', bytes: 1 } }, 'network.sha256'],
  ])('%j is refused', (change, message) => {
    expect(() => parseModel(JSON.stringify({ ...model, ...change }))).toThrow(message);
  });

  test('its table keeps the names of photographs and what is known of them', () => {
    expect(makeSnapshot(table, spec).csv.split('\n').slice(0, 2)).toEqual([
      'brightness,sex,image_id,diagnosis,lesion_id,outcome',
      '0.5,female,I1,mel,1,malignant',
    ]);
  });

  test('is judged by what it said elsewhere; names of photographs are no groups of patients', () => {
    const { metrics, probabilities, subgroups } = evaluateModel(model, scored);
    expect([...probabilities]).toEqual([0.9, 0.2, 0.6, 0.7]);
    expect(metrics.confusion).toEqual({
      truePositives: 2,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 0,
    });
    expect(subgroups.map(({ column }) => column)).toEqual(['sex']);
  });

  test('without its scores it cannot be judged, and in this process it scores nothing', () => {
    expect(() => evaluateModel(model, table)).toThrow(/scores.*got none of this network/);
    const short = { ...table, scores: { [sha256]: [0.9] } };
    expect(() => evaluateModel(model, short)).toThrow('got 1 scores, expected one for each of 4 rows');
    expect(() => compileScorer(model)).toThrow(InvalidInputError);
  });
});

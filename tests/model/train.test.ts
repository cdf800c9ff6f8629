import { describe, expect, test } from '@jest/globals';
import { selectLabelled } from '../../domain/dataset/labelled.ts';
import { makeSnapshot } from '../../domain/dataset/snapshot.ts';
import { stratifiedSplit } from '../../domain/dataset/split.ts';
import { compareModels, evaluateModel } from '../../domain/model/compare.ts';
import { TrainingError } from '../../domain/model/errors.ts';
import { describeModel } from '../../domain/model/card.ts';
import { parseModel, serializeModel } from '../../domain/model/portable-model.ts';
import { compileScorer } from '../../domain/model/scorer.ts';
import { trainModel, type TrainingOptions } from '../../domain/model/train.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { wisconsin } from './wisconsin.ts';

const data = wisconsin();
const options: TrainingOptions = {
  data,
  spec: breastCancer.data,
  hyperparameters: breastCancer.model.hyperparameters,
  seed: breastCancer.model.seed,
  folds: breastCancer.model.folds,
  trainedAt: '2026-01-02T03:04:05.000Z',
  dataHash: makeSnapshot(data, breastCancer.data).hash,
  useCase: breastCancer.name,
};

describe('trainModel on the Wisconsin table', () => {
  test('a file of at most 12 KB that reads back and scores the same; the same input, the same bytes', () => {
    const { model } = trainModel(options);
    const text = serializeModel(model);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12 * 1024);
    expect(serializeModel(trainModel(options).model)).toBe(text);
    const vector = Float64Array.from(data.table.columns, ({ values }) => Number(values[0]));
    expect(compileScorer(parseModel(text)).score(vector)).toEqual(compileScorer(model).score(vector));
  });

  test('what the file says of itself comes from rows that each fold did not see', () => {
    const { model, metrics, crossValidation } = trainModel(options);
    expect(crossValidation.probabilities.some(Number.isNaN)).toBe(false);
    expect(model.metrics).toMatchObject({ method: '5-fold cross-validation', rows: 569, positives: 212 });
    expect(model.metrics.values).toMatchObject({ accuracy: metrics.accuracy, rocAuc: metrics.rocAuc });
    expect(metrics.accuracy).toBeGreaterThan(0.97);
    expect(evaluateModel(model, data).metrics.accuracy).toBeGreaterThan(metrics.accuracy!);
  });

  test('scoring is far above a million rows a second on an idle core, and 200,000 on any', () => {
    const scorer = compileScorer(trainModel(options).model);
    const vectors = Array.from({ length: 569 }, (_, i) =>
      Float64Array.from(data.table.columns, ({ values }) => Number(values[i])),
    );
    const rounds = 1_000;
    const started = performance.now();
    for (let round = 0; round < rounds; round += 1) for (const vector of vectors) scorer.score(vector);
    const perSecond = (rounds * vectors.length * 1_000) / (performance.now() - started);
    console.log(`scores per second: ${Math.round(perSecond)}`);
    expect(perSecond).toBeGreaterThan(200_000);
  });

  test('a model card says what a reader has to know', () => {
    const card = describeModel(trainModel(options).model);
    expect(card).toContain('# breast-cancer: logistic regression');
    expect(card).toContain('| accuracy |');
    expect(card).toContain('569 rows, 212 of them malignant');
    expect(card).toContain(options.dataHash);
  });
});

test('a table or a use case that cannot be trained is an error', () => {
  const categorical = { name: 'side', kind: 'categorical' } as const;
  const spec = { ...breastCancer.data, features: [...breastCancer.data.features, categorical] };
  expect(() => trainModel({ ...options, spec })).toThrow(TrainingError);
  expect(() => trainModel({ ...options, data: { ...data, table: { rowCount: 569, columns: [] } } })).toThrow(
    /training table: radius_mean: got no column of this name/,
  );
});

test('champion and challenger on the same held-out rows', () => {
  const { train, test: held } = stratifiedSplit(data.labels, { testFraction: 0.25, seed: 1 });
  const heldOut = {
    ...selectLabelled(data, held),
    subgroups: [{ column: 'site', groupOf: held.map((_, i) => (i % 3 === 0 ? 'south' : 'north')) }],
  };
  const few = trainModel({
    ...options,
    data: selectLabelled(
      data,
      train.filter((_, i) => i % 10 === 0),
    ),
    folds: 2,
  });
  const all = trainModel({ ...options, data: selectLabelled(data, train) });
  const comparison = compareModels(few.model, all.model, heldOut);
  expect(comparison.rows).toBe(held.length);
  const { champion, challenger, deltas, disagreements } = comparison;
  expect(deltas.accuracy).toBeCloseTo(challenger.metrics.accuracy! - champion.metrics.accuracy!, 12);
  expect(deltas.logLoss).toBeLessThan(0);
  expect(disagreements).toBeGreaterThan(0);
  expect(
    challenger.subgroups.map(({ column, groups }) => [column, ...groups.map(({ group }) => group)]),
  ).toEqual([['site', 'north', 'south']]);
  const same = compareModels(all.model, all.model, heldOut);
  expect(same.disagreements).toBe(0);
  expect(Object.values(same.deltas).every((delta) => delta === 0)).toBe(true);
});

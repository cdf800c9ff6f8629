import type { TableSpec } from '../dataset/features.ts';
import type { LabelledTable } from '../dataset/labelled.ts';
import { stratifiedFolds, type Split } from '../dataset/split.ts';
import type { Trigger } from '../retraining/trigger.ts';
import { crossValidate, type CrossValidation } from './cross-validate.ts';
import { TrainingError } from './errors.ts';
import { fitLinearModel, type LinearModel } from './linear.ts';
import { featureMatrix } from './matrix.ts';
import { metricValues, type ClassificationMetrics } from './metrics.ts';
import { modelSchemaVersion, type ModelFeature } from './file/common.ts';
import type { LogisticRegressionModel } from './portable-model.ts';

export interface TrainingOptions {
  readonly data: LabelledTable;
  readonly spec: TableSpec;
  /** As the `model` part of a use case: C is the inverse strength of the L2 penalty, as in scikit-learn. */
  readonly hyperparameters: { readonly C: number; readonly decisionThreshold: number };
  /** Of the folds: the same seed and rows give the same model and metrics. */
  readonly seed: number;
  /** Cross-validation folds; default 5. */
  readonly folds?: number;
  /** The patient of each row, so that no patient is on both sides of a fold. */
  readonly groups?: readonly string[];
  /** ISO 8601, UTC. */
  readonly trainedAt: string;
  /** SHA-256 of the snapshot that `data` is. */
  readonly dataHash: string;
  readonly useCase?: string;
  readonly baselineHash?: string;
  readonly codeVersion?: string;
  readonly trigger?: Trigger;
}

export interface TrainingResult {
  readonly model: LogisticRegressionModel;
  /** Each row predicted by the fold that did not see it (see CrossValidation): what the model file says of itself. */
  readonly metrics: ClassificationMetrics;
  readonly crossValidation: CrossValidation;
}

/**
 * Trains a logistic regression on all rows; its metrics come from cross-validation over the same rows. Pure: the same
 * input gives the same bytes.
 * @throws TrainingError for categorical features, one class only, no convergence; DatasetError for too few rows for the
 * folds; InvalidInputError where the table lacks a feature.
 */
export function trainModel(options: TrainingOptions): TrainingResult {
  const { data, spec, hyperparameters, seed, folds = 5 } = options;
  const { C, decisionThreshold: threshold } = hyperparameters;
  const categorical = spec.features.filter(({ kind }) => kind === 'categorical').map(({ name }) => name);
  if (categorical.length > 0) {
    throw new TrainingError(
      `logistic regression: got categorical features (${categorical.join(', ')}), expected numeric ones; encode them as numbers or leave them out`,
    );
  }
  const names = spec.features.map(({ name }) => name);
  const matrix = featureMatrix(data.table, names, 'training table');
  const splits: Split[] = stratifiedFolds(data.labels, { folds, seed, groups: options.groups });
  const crossValidation = crossValidate(matrix, data.labels, splits, { C, threshold });
  const { metrics } = crossValidation;
  const fit = fitLinearModel(matrix, data.labels, [...data.labels.keys()], C);
  const model: LogisticRegressionModel = {
    schemaVersion: modelSchemaVersion,
    kind: 'logistic-regression',
    ...(options.useCase === undefined ? {} : { useCase: options.useCase }),
    trainedAt: options.trainedAt,
    trainingRows: data.table.rowCount,
    dataHash: options.dataHash,
    ...(options.baselineHash === undefined ? {} : { baselineHash: options.baselineHash }),
    ...(options.codeVersion === undefined ? {} : { codeVersion: options.codeVersion }),
    ...(options.trigger === undefined ? {} : { trigger: options.trigger }),
    target: spec.target.name,
    targetNames: [spec.target.negative.label, spec.target.positive.label],
    decisionThreshold: threshold,
    hyperparameters: { C, seed, folds },
    metrics: {
      method: `${folds}-fold cross-validation`,
      rows: metrics.rows,
      positives: metrics.positives,
      values: metricValues(metrics),
    },
    features: spec.features.map((feature, j) => modelFeature(feature, fit, j)),
    coefficients: [...fit.coefficients],
    intercept: fit.intercept,
  };
  return { model, metrics, crossValidation };
}

const modelFeature = (
  { name, unit, range }: TableSpec['features'][number],
  fit: LinearModel,
  j: number,
): ModelFeature => ({
  name,
  kind: 'numeric',
  ...(unit === undefined ? {} : { unit }),
  ...(range === undefined ? {} : { range: { min: range.min, max: range.max } }),
  mean: fit.mean[j]!,
  sd: fit.sd[j]!,
});

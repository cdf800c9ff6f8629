import type { Table } from '../dataset/table.ts';
import { InvalidInputError } from '../validation/parse.ts';
import { codeOf, vectorsOf } from './columns.ts';
import type { PortableModel } from './portable-model.ts';
import { linearScorer } from './score/linear.ts';
import type { KindOfScorer, Scorer } from './score/score.ts';
import { svmScorer } from './score/svm.ts';
import { treeScorer } from './score/trees.ts';

/**
 * Prepares a model for scoring. How predictions of its kind are explained is told there.
 * @throws InvalidInputError for a network, which its inference server runs.
 */
export function compileScorer(model: PortableModel): Scorer {
  return { featureNames: model.features.map(({ name }) => name), ...kindOf(model) };
}

function kindOf(model: PortableModel): KindOfScorer {
  switch (model.kind) {
    case 'logistic-regression':
      return linearScorer(model);
    case 'svm':
      return svmScorer(model);
    case 'random-forest':
    case 'xgboost':
      return treeScorer(model);
    case 'image-network':
      throw new InvalidInputError('model', [
        {
          field: 'kind',
          got: model.kind,
          expected: 'a model that is scored in this process; a network is run by its inference server',
        },
      ]);
  }
}

/** Features by name or place as the vector that a scorer takes: see codeOf. */
export const vectorOf = (
  model: PortableModel,
  values: readonly (number | string | null | undefined)[],
): Float64Array => Float64Array.from(model.features, (feature, j) => codeOf(feature, values[j]));

export interface NamedContribution {
  readonly feature: string;
  readonly contribution: number;
}

/** The contributions with their names, the largest effect first; all of them, or the first `limit`. */
export const rankContributions = (
  featureNames: readonly string[],
  contributions: Float64Array,
  limit = featureNames.length,
): NamedContribution[] =>
  featureNames
    .map((feature, j) => ({ feature, contribution: contributions[j]! }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, limit);

/**
 * P(positive) for each row of a table; its columns are found by name.
 * @throws InvalidInputError naming each feature of the model that the table lacks.
 */
export function scoreTable(model: PortableModel, table: Table, what = 'table'): Float64Array {
  const scorer = compileScorer(model);
  const { columnCount: p, values } = vectorsOf(model.features, table, what);
  return Float64Array.from(
    { length: table.rowCount },
    (_, i) => scorer.score(values.subarray(i * p, (i + 1) * p)).probability,
  );
}

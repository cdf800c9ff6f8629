import type { LabelledTable } from '../dataset/labelled.ts';
import { metricNames, type MetricName } from '../usecase/schema.ts';
import { classificationMetrics, type ClassificationMetrics } from './metrics.ts';
import { InvalidInputError } from '../validation/parse.ts';
import type { ImageNetworkModel, PortableModel } from './portable-model.ts';
import { scoreTable } from './scorer.ts';
import { subgroupMetrics, type SubgroupMetrics } from './subgroups.ts';

export interface ModelEvaluation {
  readonly metrics: ClassificationMetrics;
  /** For each subgroup column of the rows. */
  readonly subgroups: readonly { readonly column: string; readonly groups: readonly SubgroupMetrics[] }[];
  /** P(positive) for each row. */
  readonly probabilities: Float64Array;
}

/**
 * How good a model is on rows whose outcome is known.
 * @throws InvalidInputError naming each feature of the model that the table lacks, or the network whose scores it lacks.
 */
export function evaluateModel(model: PortableModel, data: LabelledTable): ModelEvaluation {
  const isNetwork = model.kind === 'image-network';
  const probabilities = isNetwork ? scoresOf(model, data) : scoreTable(model, data.table);
  const kept = isNetwork ? model.keptColumns : [];
  const options = { threshold: model.decisionThreshold };
  return {
    probabilities,
    metrics: classificationMetrics(data.labels, probabilities, options),
    subgroups: (data.subgroups ?? [])
      .filter(({ column }) => !kept.includes(column))
      .map(({ column, groupOf }) => ({
        column,
        groups: subgroupMetrics(data.labels, probabilities, groupOf, options),
      })),
  };
}

/** What the network said of the rows, elsewhere. */
function scoresOf({ network }: ImageNetworkModel, { scores, table }: LabelledTable): Float64Array {
  const found = scores && Object.hasOwn(scores, network.sha256) ? scores[network.sha256] : undefined;
  if (found?.length === table.rowCount) return Float64Array.from(found);
  throw new InvalidInputError('scores', [
    {
      field: network.sha256,
      got: found ? `${found.length} scores` : 'none of this network',
      expected: `one for each of ${table.rowCount} rows`,
    },
  ]);
}

export interface ModelComparison {
  readonly rows: number;
  readonly champion: ModelEvaluation;
  readonly challenger: ModelEvaluation;
  /** Challenger minus champion, for the metrics that both have; see `lowerIsBetter` for the direction. */
  readonly deltas: Partial<Record<MetricName, number>>;
  /** Rows that the two label differently. */
  readonly disagreements: number;
}

/** Champion and challenger on the very same rows, which neither should have been trained on. */
export function compareModels(
  champion: PortableModel,
  challenger: PortableModel,
  data: LabelledTable,
): ModelComparison {
  const before = evaluateModel(champion, data);
  const after = evaluateModel(challenger, data);
  const deltas: Partial<Record<MetricName, number>> = {};
  for (const name of metricNames) {
    const from = before.metrics[name];
    const to = after.metrics[name];
    if (from !== null && to !== null) deltas[name] = to - from;
  }
  const disagreements = before.probabilities.reduce((sum, p, i) => {
    const was = p >= champion.decisionThreshold;
    const is = after.probabilities[i]! >= challenger.decisionThreshold;
    return sum + (was === is ? 0 : 1);
  }, 0);
  return { rows: data.table.rowCount, champion: before, challenger: after, deltas, disagreements };
}

import type { LabelledTable } from '../dataset/labelled.ts';
import { reliabilityBins } from '../model/calibration.ts';
import { evaluateModel, type ModelEvaluation } from '../model/compare.ts';
import { metricValues } from '../model/metrics.ts';
import type { PortableModel } from '../model/portable-model.ts';
import { rocCurve } from '../model/roc.ts';
import type { Evaluation } from './evaluation.ts';

/** Enough to notice a model that scores otherwise, few enough to check in a millisecond. */
const probeCount = 5;

type HoldoutPart = Pick<
  Evaluation,
  'metrics' | 'confusionMatrix' | 'calibration' | 'roc' | 'subgroups' | 'probes'
>;

/** What an evaluation says of held-out rows, scored by the scorer that will serve. */
export function onHoldout(model: PortableModel, holdout: LabelledTable): HoldoutPart {
  const { metrics, probabilities, subgroups }: ModelEvaluation = evaluateModel(model, holdout);
  return {
    metrics: metricValues(metrics),
    confusionMatrix: metrics.confusion,
    calibration: reliabilityBins(holdout.labels, probabilities).map((bin) => ({ ...bin })),
    roc: rocCurve(holdout.labels, probabilities).map((point) => ({ ...point })),
    subgroups: subgroups.map(({ column, groups }) => ({
      column,
      groups: groups.map((group) => ({
        group: group.group,
        rows: group.metrics.rows,
        metrics: metricValues(group.metrics),
      })),
    })),
    probes: [...probabilities.subarray(0, probeCount)].map((probability, row) => ({ row, probability })),
  };
}

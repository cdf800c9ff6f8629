import { logit, sigmoid } from '../../numeric/logistic.ts';
import { layOut } from '../columns.ts';
import type { TreeModel } from '../portable-model.ts';
import { flattenTrees, leafOf } from './flat-trees.ts';
import type { KindOfScorer, Score } from './score.ts';
import { meanBelow, TreeShap } from './tree-shap.ts';

// Looked up once: called for every tree.
const { fround } = Math;

/**
 * Forests and boosted trees. Both libraries round inputs to 32 bits before they compare; XGBoost adds up in 32 bits too.
 * Explanations are exact Shapley values (see TreeShap): of the log-odds for XGBoost, as its own pred_contribs; of the
 * probability for a forest, which is a mean of probabilities and may be 0 or 1. Base: the mean over the training rows.
 */
export function treeScorer(model: TreeModel): KindOfScorer {
  const { features, decisionThreshold } = model;
  const { featureCount, columnCount, featureOf, fill } = layOut(features);
  const boosted = model.kind === 'xgboost';
  const trees = flattenTrees(model.trees, boosted);
  const { roots, value } = trees;
  /** Of each tree's share in the output. */
  const scale = boosted ? 1 : 1 / roots.length;
  const start = boosted ? model.baseMargin : 0;
  const means = meanBelow(trees);
  const base = start + scale * roots.reduce((sum, root) => sum + means[root]!, 0);
  const shap = new TreeShap(trees, featureOf);
  const columns = new Float32Array(columnCount);

  const scoreColumns = boosted
    ? (): Score => {
        let logOdds = fround(start);
        for (const root of roots) logOdds = fround(logOdds + value[leafOf(trees, root, columns)]!);
        return finished(logOdds, sigmoid(logOdds));
      }
    : (): Score => {
        let sum = 0;
        for (const root of roots) sum += value[leafOf(trees, root, columns)]!;
        const probability = sum * scale;
        return finished(logit(probability), probability);
      };
  const finished = (logOdds: number, probability: number): Score => ({
    logOdds,
    probability,
    prediction: probability >= decisionThreshold ? 1 : 0,
  });

  return {
    explains: boosted ? 'log-odds' : 'probability',
    score(vector) {
      fill(vector, columns);
      return scoreColumns();
    },
    explain(vector) {
      fill(vector, columns);
      const contributions = new Float64Array(featureCount);
      shap.add(columns, contributions);
      for (let j = 0; j < featureCount; j += 1) contributions[j]! *= scale;
      return { ...scoreColumns(), base, contributions };
    },
  };
}

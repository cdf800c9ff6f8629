import type { ModelFeature } from '../../domain/model/file/common.ts';
import type { Tree } from '../../domain/model/file/trees.ts';

/** What the model files of tests have in common. */
export const commonOf = (features: ModelFeature[]) => ({
  schemaVersion: 1 as const,
  trainedAt: '2026-01-02T03:04:05.000Z',
  trainingRows: 10,
  dataHash: 'ab'.repeat(32),
  target: 'outcome',
  targetNames: ['no', 'yes'] as [string, string],
  decisionThreshold: 0.5,
  hyperparameters: {},
  metrics: { method: '5-fold cross-validation', rows: 10, positives: 4, values: {} },
  features,
});

export const numericFeatures = (count: number): ModelFeature[] =>
  Array.from({ length: count }, (_, j) => ({ name: `f${j}`, kind: 'numeric', mean: 0, sd: 1 }));

/** One comparison: below the threshold `low`, else `high`. */
export const stump = (column: number, threshold: number | null, low: number, high: number): Tree => ({
  left: [1, -1, -1],
  right: [2, -1, -1],
  column: [column, 0, 0],
  threshold: [threshold, 0, 0],
  missingLeft: [1, 0, 0],
  value: [0, low, high],
  cover: [10, 4, 6],
});

import type { ClassificationMetrics } from '../model/metrics.ts';

/** What the monitors measured, for graphs and alarms. Both sides must name them alike. */
export const monitoringMetrics = {
  /** Largest population stability index of a window. */
  psiMax: 'DriftPsiMax',
  /** Percentage points under the accuracy registered with the version in service. */
  accuracyDropPoints: 'AccuracyDropPoints',
} as const;

/** Figures of a model on confirmed diagnoses, by the metric's name. */
export const qualityMetrics = {
  Accuracy: 'accuracy',
  Precision: 'precision',
  Recall: 'recall',
  F1: 'f1',
  RocAuc: 'rocAuc',
} as const satisfies Readonly<Record<string, keyof ClassificationMetrics>>;

/** The dimensions of these metrics, and no other: an alarm finds a metric by all of its dimensions. */
export const monitoringDimensions = (useCase: string): Readonly<Record<string, string>> => ({
  UseCase: useCase,
});

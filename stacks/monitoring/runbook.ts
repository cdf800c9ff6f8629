import type { Environment } from '../environments/schema.ts';

/** The sections of docs/runbook.md, one for each alarm: description, investigation, resolution. */
export const runbookSections = {
  predictionErrors: 'prediction-errors',
  predictionLatency: 'prediction-latency',
  canaryErrors: 'canary-errors',
  retrainingFailed: 'retraining-failed',
  drift: 'drift',
  accuracyDrop: 'accuracy-drop',
  undelivered: 'undelivered-events',
  monthlyCost: 'monthly-cost',
} as const;

export const runbookUrl = (environment: Environment, section: keyof typeof runbookSections): string =>
  `${environment.runbookUrl}#${runbookSections[section]}`;

import type { Notification } from '../events/notification.ts';
import type { QualityRecord } from '../monitoring/quality-records.ts';

/** Told with the event modelQualityDegraded. */
export function modelQualityAlert(record: QualityRecord): Notification {
  const { useCase, windowId, modelVersion, labels, registered, metrics, dropPoints } = record;
  return {
    key: `quality/${useCase}/${windowId}`,
    severity: 'critical',
    topic: 'model-quality',
    useCase,
    title: `Accuracy fell by ${dropPoints.toFixed(1)} percentage points`,
    reasons: [
      `Version ${modelVersion} was right in ${percent(metrics['accuracy'])} of the last ${labels} confirmed diagnoses; it was registered with ${percent(registered['accuracy'])}`,
    ],
    facts: { 'model version': String(modelVersion), 'confirmed diagnoses': String(labels) },
    metrics: ['accuracy', 'precision', 'recall', 'f1', 'rocAuc'].map((name) => ({
      name,
      before: registered[name] ?? null,
      after: metrics[name] ?? null,
    })),
    link: `/monitoring/quality?useCase=${useCase}`,
    at: record.judgedAt,
  };
}

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? 'an unknown share' : `${(share * 100).toFixed(1)} %`;

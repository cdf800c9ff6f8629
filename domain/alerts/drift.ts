import type { Notification } from '../events/notification.ts';
import type { PlatformEvent } from '../events/platform-event.ts';

type DriftConfirmed = Extract<PlatformEvent, { detailType: 'Model Drift Confirmed' }>;

/** Told with the event, from the event alone: a copy sent later says the same. */
export function driftAlert({ detail, time }: DriftConfirmed): Notification {
  const { useCase, windowId, features, psiMax, sentence, modelVersion } = detail;
  const named = features.slice(0, 10).join(', ');
  return {
    key: `drift/${useCase}/${windowId}`,
    severity: 'warning',
    topic: 'drift',
    useCase,
    title: `Drift is confirmed in ${features.length === 1 ? '1 feature' : `${features.length} features`}`,
    reasons: [sentence],
    facts: {
      'model version': String(modelVersion),
      features: features.length > 10 ? `${named} and ${features.length - 10} more` : named,
      'largest PSI': psiMax.toFixed(2),
    },
    link: `/monitoring/drift/${windowId}?useCase=${useCase}`,
    at: time,
  };
}

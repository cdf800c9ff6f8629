import type { Notification } from '../events/notification.ts';

/** One for each positive prediction: its id and a link, nothing of the patient. */
export const positivePredictionAlert = (prediction: {
  readonly id: string;
  readonly useCase: string;
  readonly label: string;
  readonly createdAt: string;
}): Notification => ({
  key: `prediction/${prediction.id}`,
  severity: 'info',
  topic: 'prediction',
  useCase: prediction.useCase,
  title: `A prediction is ${prediction.label} and waits for validation`,
  reasons: ['The diagnosis is to be confirmed by a clinician'],
  facts: { prediction: prediction.id },
  link: `/predictions/${prediction.id}?useCase=${prediction.useCase}`,
  at: prediction.createdAt,
});

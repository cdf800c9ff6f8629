import * as z from 'zod/mini';

/** Our own events on the bus: EventBridge `source` and `detail-type`. */
export const eventSource = 'modelkeep';

export const detailTypes = {
  driftConfirmed: 'Model Drift Confirmed',
  modelQualityDegraded: 'Model Quality Degraded',
  datasetIngested: 'Dataset Ingested',
  predictionMade: 'Prediction Made',
} as const;

const driftConfirmed = z.object({
  useCase: z.string(),
  modelVersion: z.number(),
  windowId: z.string(),
  /** Object key of the JSON report. */
  reportKey: z.string(),
  features: z.array(z.string()),
  psiMax: z.number(),
  sentence: z.string(),
});

const modelQualityDegraded = z.object({
  useCase: z.string(),
  modelVersion: z.number(),
  windowId: z.string(),
  labels: z.number(),
  accuracyBefore: z.number(),
  accuracyAfter: z.number(),
  dropPoints: z.number(),
});

const datasetIngested = z.object({
  useCase: z.string(),
  datasetId: z.string(),
  rowsAccepted: z.number(),
  rowsQuarantined: z.number(),
  requestedRetraining: z.boolean(),
});

const predictionMade = z.object({
  useCase: z.string(),
  predictionId: z.string(),
  modelVersion: z.number(),
  prediction: z.number(),
});

const base = { id: z.string(), time: z.string(), source: z.literal(eventSource) };

/** `id` is the hash of the event's cause: copies of one event carry the same. */
export const platformEventSchema = z.discriminatedUnion('detailType', [
  z.object({ ...base, detailType: z.literal(detailTypes.driftConfirmed), detail: driftConfirmed }),
  z.object({
    ...base,
    detailType: z.literal(detailTypes.modelQualityDegraded),
    detail: modelQualityDegraded,
  }),
  z.object({ ...base, detailType: z.literal(detailTypes.datasetIngested), detail: datasetIngested }),
  z.object({ ...base, detailType: z.literal(detailTypes.predictionMade), detail: predictionMade }),
]);

export type PlatformEvent = z.output<typeof platformEventSchema>;

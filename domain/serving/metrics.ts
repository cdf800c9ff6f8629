/** Counted by predict for each answer, read by the health check of a deployment: both must name them alike. */
export const servingMetrics = {
  served: 'PredictionServed',
  failed: 'PredictionFailed',
  duration: 'PredictionMilliseconds',
} as const;

/** The dimensions of these metrics: exactly these, since CloudWatch finds a metric only by all of its dimensions. */
export const servingDimensions = (
  useCase: string,
  modelVersion: number,
): Readonly<Record<string, string>> => ({
  UseCase: useCase,
  ModelVersion: String(modelVersion),
});

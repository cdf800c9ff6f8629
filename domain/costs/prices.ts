/** Public list prices of us-east-1, US dollars (aws.amazon.com, each service's pricing page, 2025-06-30). */
export const listPrices = {
  lambdaRequest: 2e-7,
  lambdaGbSecond: 1.33334e-5,
  httpApiRequest: 1e-6,
  dynamoWriteUnit: 6.25e-7,
  dynamoReadUnit: 1.25e-7,
  dynamoGbMonth: 0.25,
  s3GbMonth: 0.023,
  statesTransition: 2.5e-5,
  /** ml.m5.large, which trains tables. */
  trainingHour: 0.115,
} as const;
export const priceBasis =
  'public list prices of AWS us-east-1 of 2025-06-30, before tax and discounts: an estimate, not a bill';

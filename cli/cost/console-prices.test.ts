import { expect, test } from '@jest/globals';
import { listPrices } from '../../domain/costs/prices.ts';
import { loadPrices } from './prices.ts';

/** The console's estimate reads no file, so that it has a few prices of its own: they are those of the price list. */
test.each([
  ['lambdaRequest', 'lambda-request'],
  ['lambdaGbSecond', 'lambda-gb-second-arm64'],
  ['httpApiRequest', 'http-api-request'],
  ['dynamoWriteUnit', 'dynamodb-write-unit'],
  ['dynamoReadUnit', 'dynamodb-read-unit'],
  ['dynamoGbMonth', 'dynamodb-gb-month'],
  ['s3GbMonth', 's3-gb-month'],
  ['statesTransition', 'states-transition'],
  // Training costs what serving on the same instance costs.
  ['trainingHour', 'sagemaker-hosting-hour:ml.m5.large'],
] as const)('%s is %s', (ours, theirs) => {
  expect(listPrices[ours]).toBe(loadPrices().prices[theirs]?.usd);
});

import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { estimateCost, usdPerPrediction } from './estimate.ts';
import { listPrices } from './prices.ts';

const file = path.join(import.meta.dirname, '../../cli/cost/prices/us-east-1.json');
const { prices } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly prices: Readonly<Record<string, { readonly usd: number }>>;
};

test('a month is its predictions and trainings at list prices', () => {
  const cost = estimateCost(breastCancer, { predictions: 100_000, trainings: 4 });
  expect(cost.totalUsd).toBeCloseTo(
    cost.items.reduce((sum, { usd }) => sum + usd, 0),
    12,
  );
  expect(cost.items[0]).toEqual({ name: 'Predictions', usd: 100_000 * usdPerPrediction });
  expect(cost.usdPer1000Predictions).toBeGreaterThan(0.004);
  expect(cost.usdPer1000Predictions).toBeLessThan(0.01);
  expect(estimateCost(breastCancer, { predictions: 0, trainings: 0 }).totalUsd).toBe(0);
});

test.each([
  ['lambdaRequest', 'lambda-request'],
  ['lambdaGbSecond', 'lambda-gb-second-arm64'],
  ['httpApiRequest', 'http-api-request'],
  ['dynamoWriteUnit', 'dynamodb-write-unit'],
  ['dynamoReadUnit', 'dynamodb-read-unit'],
  ['dynamoGbMonth', 'dynamodb-gb-month'],
  ['s3GbMonth', 's3-gb-month'],
  ['statesTransition', 'states-transition'],
] as const)('the price %s is that of the plans', (ours, theirs) => {
  expect(listPrices[ours]).toBe(prices[theirs]?.usd);
});

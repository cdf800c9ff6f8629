import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { boundsOf } from '../../cli/cost/quotas.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../docs/scale.md'), 'utf8');
const binds = (predictionsPerDay: number, useCases: number, id: string): boolean =>
  boundsOf({ environment: 'prod', predictionsPerDay, useCases }).some(
    (bound) => bound.quota.id === id && bound.binds,
  );

test.each([
  ['480,000 a day and use case', 480_000, 'window-rows'],
  ['960,000 a day', 960_000, 'sns-email'],
  ['28.8 million a day and use case', 28_800_000, 'dynamodb-partition-writes'],
  ['288 million a day', 288_000_000, 'api-requests'],
  ['288 million a day', 288_000_000, 'lambda-requests'],
])('the page and `modelkeep cost` agree: above %s, %i binds %s', (words, perDay, id) => {
  expect(text).toContain(words);
  expect({ below: binds(perDay * 0.999, 1, id), above: binds(perDay * 1.001, 1, id) }).toEqual({
    below: false,
    above: true,
  });
});

test.each([
  ['| 242 ', 242, 'iam-roles'],
  ['| 1,000 ', 1000, 'cloudwatch-alarms'],
  ['| 1,000 ', 1000, 'scheduler-invocations'],
])('the page and `modelkeep cost` agree: with %s use cases, %i bind %s', (words, useCases, id) => {
  expect(text).toContain(words);
  expect({ below: binds(0, useCases - 1, id), at: binds(0, useCases, id) }).toEqual({
    below: false,
    at: true,
  });
});

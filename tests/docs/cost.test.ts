import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { loadPrices } from '../../cli/cost/prices.ts';
import { costReport } from '../../cli/cost/render.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
const prices = loadPrices();
const figures = (environment: 'dev' | 'staging' | 'prod' | 'hipaa', predictionsPerDay: number): string => {
  const { usdPerMonth, usdPerMonthWithAllowances } = costReport(
    { environment, predictionsPerDay, useCases: 1 },
    prices,
  );
  return `${usdPerMonth.toFixed(2)} (${usdPerMonthWithAllowances.toFixed(2)})`;
};

test.each([
  ['0 (idle)', 0],
  ['1,000', 1000],
  ['10,000', 10_000],
  ['100,000', 100_000],
  ['1,000,000', 1_000_000],
])('the table of costs and `modelkeep cost` agree: %s predictions a day', (words, perDay) => {
  const row = text.split('\n').find((line) => line.startsWith(`| ${words} `)) ?? '';
  const cells = row.replaceAll('*', '').split('|').slice(2, -1);
  expect(cells.map((cell) => cell.trim())).toEqual([
    figures('dev', perDay),
    figures('prod', perDay),
    figures('hipaa', perDay),
  ]);
  expect(figures('staging', perDay)).toBe(figures('prod', perDay));
});

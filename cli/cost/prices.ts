import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { UsageError } from '../errors.ts';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const amount = z.number().check(z.nonnegative());

const priceSchema = z.strictObject({
  service: z.string(),
  unit: z.string(),
  usd: amount,
  /** What units cost from this many in a month on. */
  tiers: z.optional(z.array(z.strictObject({ from: amount, usd: amount }))),
  /** An account's allowance that does not end with its first year. */
  alwaysFreePerMonth: z.optional(amount),
  note: z.optional(z.string()),
  asOf: date,
  source: z.string(),
});
export type Price = z.output<typeof priceSchema>;

const tableSchema = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  asOf: date,
  kind: z.string(),
  prices: z.record(z.string(), priceSchema),
});

/** List prices of one region, with the day on which they were so. */
export type PriceTable = z.output<typeof tableSchema>;

/** AWS counts a month as 730 hours. */
export const hoursPerMonth = 730;
export const daysPerMonth = hoursPerMonth / 24;

export function loadPrices(region = 'us-east-1'): PriceTable {
  const file = new URL(`./prices/${region}.json`, import.meta.url);
  return parseWith(tableSchema, JSON.parse(readFileSync(file, 'utf8')), `price table ${region}`);
}

/** @throws UsageError where the table has no such price. */
export function priceOf(table: PriceTable, id: string): Price {
  const price = table.prices[id];
  if (price === undefined)
    throw new UsageError(
      `the price table of ${table.region} has no ${id}; add it to cli/cost/prices/${table.region}.json`,
    );
  return price;
}

/** USD for so many units in a month, tier by tier; the always-free allowance is not taken off. */
export function costOf(price: Price, units: number): number {
  const steps = [{ from: 0, usd: price.usd }, ...(price.tiers ?? [])];
  return steps.reduce((sum, { from, usd }, i) => {
    const to = steps[i + 1]?.from ?? Infinity;
    return sum + Math.max(0, Math.min(units, to) - from) * usd;
  }, 0);
}

/** Of `cost`, what an account pays that uses its always-free allowance for nothing else. */
export const afterAllowance = (price: Price, units: number): number =>
  costOf(price, units) - costOf(price, Math.min(units, price.alwaysFreePerMonth ?? 0));

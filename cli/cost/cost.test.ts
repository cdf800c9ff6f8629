import { describe, expect, test } from '@jest/globals';
import { readPlan } from '../plan/read-plan.ts';
import { planCost } from './plan-cost.ts';
import { afterAllowance, costOf, loadPrices } from './prices.ts';
import { boundsOf } from './quotas.ts';
import { costReport } from './render.ts';
import { runCost } from './run.ts';
import { totalOf, usageCost, type Load } from './usage.ts';

const prices = loadPrices();
const load = (predictionsPerDay: number, useCases = 1): Load => ({
  environment: 'dev',
  predictionsPerDay,
  useCases,
});

describe('the price table', () => {
  test('each price has a day and a page of AWS', () => {
    for (const [id, price] of Object.entries(prices.prices)) {
      expect({ id, source: price.source }).toEqual({
        id,
        source: expect.stringMatching(/^https:\/\/aws\.amazon\.com\//),
      });
      expect(price.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      const steps = [{ from: 0, usd: price.usd }, ...(price.tiers ?? [])];
      expect(steps).toEqual([...steps].sort((a, b) => a.from - b.from || b.usd - a.usd));
    }
  });

  test('tiers: 400 million requests of an HTTP API are 300 at 1.00 and 100 at 0.90', () => {
    expect(costOf(prices.prices['http-api-request']!, 4e8)).toBeCloseTo(390);
  });

  test('the allowance: three dashboards are free, the fourth costs 3 USD', () => {
    const dashboard = prices.prices['dashboard-month']!;
    expect(costOf(dashboard, 4)).toBe(12);
    expect(afterAllowance(dashboard, 4)).toBe(3);
    expect(afterAllowance(dashboard, 2)).toBe(0);
  });
});

describe('the cost of a plan', () => {
  const costOfPlan = (...resources: { type: string; before?: object; after?: object }[]) =>
    planCost(
      readPlan(
        JSON.stringify({
          format_version: '1.2',
          resource_changes: resources.map(({ type, before, after }, i) => ({
            address: `${type}.r${i}`,
            mode: 'managed',
            type,
            name: `r${i}`,
            change: {
              actions: [before && after ? 'update' : before ? 'delete' : 'create'],
              before: before ?? null,
              after: after ?? null,
            },
          })),
        }),
        'plan',
      ).changes,
      prices,
    );

  test('an endpoint costs its instances, wherever its configuration stands', () => {
    const configuration = (count: number) => ({
      name: 'c',
      production_variants: [{ instance_type: 'ml.m5.large', initial_instance_count: count }],
    });
    const cost = costOfPlan(
      {
        type: 'aws_sagemaker_endpoint',
        before: { endpoint_config_name: 'c' },
        after: { endpoint_config_name: 'c' },
      },
      { type: 'aws_sagemaker_endpoint_configuration', before: configuration(1), after: configuration(2) },
    );
    expect(cost.beforeUsd).toBeCloseTo(0.115 * 730);
    expect(cost.differenceUsd).toBeCloseTo(0.115 * 730);
  });

  test('what is made cost nothing before, what is destroyed costs nothing after', () => {
    expect(costOfPlan({ type: 'aws_kms_key', after: {} })).toMatchObject({ beforeUsd: 0, afterUsd: 1 });
    expect(costOfPlan({ type: 'aws_kms_key', before: {} })).toMatchObject({ beforeUsd: 1, afterUsd: 0 });
  });

  test('a plan for another region says so', () => {
    const arn = 'arn:aws:kms:eu-central-1:123456789012:key/x';
    expect(costOfPlan({ type: 'aws_kms_key', before: { arn } }).otherRegions).toEqual(['eu-central-1']);
  });

  test('endpoints of the network by zone; what is not known is said', () => {
    const cost = costOfPlan(
      { type: 'aws_vpc_endpoint', after: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b'] } },
      { type: 'aws_vpc_endpoint', after: { vpc_endpoint_type: 'Gateway' } },
      { type: 'aws_msk_cluster', after: {} },
      { type: 'aws_sagemaker_notebook_instance', after: { instance_type: 'ml.huge' } },
      { type: 'aws_sns_topic', after: {} },
    );
    expect(cost.afterUsd).toBeCloseTo(14.6);
    expect(cost.unpriced).toEqual([
      { type: 'aws_msk_cluster', count: 1 },
      { type: 'aws_sagemaker_notebook_instance (sagemaker-notebook-hour:ml.huge)', count: 1 },
    ]);
  });
});

describe('the cost of use', () => {
  test('a light application costs at most 5 USD a month idle at list price, after the key was rotated twice too', () => {
    const report = costReport(load(0), prices);
    const rotations = 2 * prices.prices['kms-key-month']!.usd;
    expect(report.idleUsdPerMonth + rotations).toBeLessThanOrEqual(5);
    expect(report.idleUsdPerMonthWithAllowances).toBeLessThan(report.idleUsdPerMonth);
    expect(report.usdPerThousandPredictions).toBeUndefined();
    expect(costReport(load(1e6), prices).idleUsdPerMonth).toBe(report.idleUsdPerMonth);
  });

  test('the four dashboards are in the price where the environment has them; six years of logs too', () => {
    const units = (environment: 'dev' | 'staging' | 'prod' | 'hipaa', price: string) =>
      usageCost({ environment, predictionsPerDay: 1e6, useCases: 1 }, prices).find(
        (line) => line.price === price,
      )?.unitsPerMonth;
    expect(units('dev', 'dashboard-month')).toBeUndefined();
    expect(units('staging', 'dashboard-month')).toBe(4);
    expect(units('hipaa', 'logs-gb-month')! / units('prod', 'logs-gb-month')!).toBeCloseTo(2192 / 30);
  });

  test('a million predictions a day: 30.4 million requests at a dollar a million', () => {
    const line = usageCost(load(1e6), prices).find(({ price }) => price === 'http-api-request');
    expect(line?.usd).toBeCloseTo(1e6 * (730 / 24) * 1e-6, 2);
  });

  test('more predictions and more use cases never cost less', () => {
    const totals = [0, 1e3, 1e6, 1e9].map((n) => totalOf(usageCost(load(n, 10), prices)));
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    expect(totalOf(usageCost(load(1e6, 11), prices))).toBeGreaterThan(
      totalOf(usageCost(load(1e6, 10), prices)),
    );
  });
});

describe('quotas', () => {
  test('nothing binds an idle application; a day of 10^9 is bound, the tightest first', () => {
    expect(boundsOf(load(0)).filter((bound) => bound.binds)).toEqual([]);
    const bounds = boundsOf(load(1e9, 1000));
    const uses = bounds.map((bound) => bound.use);
    expect(uses).toEqual([...uses].sort((a, b) => b - a));
    const binding = bounds.filter((bound) => bound.binds).map((bound) => bound.quota.id);
    expect(binding).toEqual(
      expect.arrayContaining(['sns-email', 'api-requests', 'lambda-requests', 'iam-roles']),
    );
    expect(binding[0]).toBe('sns-email');
  });

  test('one use case alone is bound by its partition, which cannot be raised', () => {
    const partition = boundsOf(load(1e8)).find(({ quota }) => quota.id === 'dynamodb-partition-writes');
    expect(partition).toMatchObject({ binds: true, quota: { canBeRaised: false, limit: 1000 } });
  });
});

describe('wrong input', () => {
  test.each([
    [{ env: 'devv' }, /--env: got "devv", expected one of dev, staging, prod, hipaa/],
    [{ env: 'dev', predictionsPerDay: 2e9 }, /--predictions-per-day/],
    [{ env: 'dev', useCases: 1001 }, /--use-cases/],
    [{ env: 'dev', useCases: Number.NaN }, /--use-cases/],
  ])('%j', async (options, message) => {
    await expect(runCost(options)).rejects.toThrow(message);
  });
});

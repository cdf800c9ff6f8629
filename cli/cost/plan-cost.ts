import type { Change } from '../plan/change.ts';
import type { Fields } from '../plan/value.ts';
import { idleCostOf, type FindResource, type IdleUse } from './idle.ts';
import { afterAllowance, costOf, type PriceTable } from './prices.ts';

/** One price's share of what the stacks cost in a month while nobody predicts. */
export interface CostLine {
  readonly price: string;
  readonly service: string;
  readonly unit: string;
  readonly unitUsd: number;
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  readonly usdBefore: number;
  readonly usdAfter: number;
  readonly differenceUsd: number;
}

export interface PlanCost {
  readonly region: string;
  readonly asOf: string;
  readonly kind: string;
  readonly lines: readonly CostLine[];
  readonly beforeUsd: number;
  readonly afterUsd: number;
  readonly differenceUsd: number;
  /** After, where the account uses its always-free allowances for nothing else. */
  readonly afterWithAllowancesUsd: number;
  /** Regions of the plans that are not the price table's. */
  readonly otherRegions: readonly string[];
  /** Types whose cost is not known, with how many there are. */
  readonly unpriced: readonly { readonly type: string; readonly count: number }[];
}

/** The monthly cost of what the plans leave running, before and after, with nobody predicting. */
export function planCost(changes: readonly Change[], prices: PriceTable): PlanCost {
  const before = sideOf(changes, 'before');
  const after = sideOf(changes, 'after');
  const unpriced = new Map<string, number>();
  const count = (
    resources: readonly Resource[],
    missing?: Map<string, number>,
  ): ReadonlyMap<string, number> => unitsOf(resources, prices, missing);
  const [unitsBefore, unitsAfter] = [count(before), count(after, unpriced)];
  const ids = [...new Set([...unitsBefore.keys(), ...unitsAfter.keys()])].sort();
  const lines = ids.flatMap((id): CostLine[] => {
    const price = prices.prices[id];
    if (price === undefined) return [];
    const [was, is] = [unitsBefore.get(id) ?? 0, unitsAfter.get(id) ?? 0];
    const [usdBefore, usdAfter] = [costOf(price, was), costOf(price, is)];
    return [
      {
        price: id,
        service: price.service,
        unit: price.unit,
        unitUsd: price.usd,
        unitsBefore: was,
        unitsAfter: is,
        usdBefore,
        usdAfter,
        differenceUsd: usdAfter - usdBefore,
      },
    ];
  });
  const sum = (amount: (line: CostLine) => number): number =>
    lines.reduce((total, line) => total + amount(line), 0);
  return {
    region: prices.region,
    asOf: prices.asOf,
    kind: prices.kind,
    lines,
    beforeUsd: sum((line) => line.usdBefore),
    afterUsd: sum((line) => line.usdAfter),
    differenceUsd: sum((line) => line.differenceUsd),
    afterWithAllowancesUsd: sum((line) => {
      const price = prices.prices[line.price];
      return price === undefined ? 0 : afterAllowance(price, line.unitsAfter);
    }),
    otherRegions: regionsOf(changes).filter((region) => region !== prices.region),
    unpriced: [...unpriced]
      .map(([type, n]) => ({ type, count: n }))
      .sort((a, b) => (a.type < b.type ? -1 : 1)),
  };
}

/** The regions that the ARNs of a plan name. */
function regionsOf(changes: readonly Change[]): readonly string[] {
  const found = changes.flatMap((change) => [
    ...JSON.stringify([change.before, change.after]).matchAll(
      /arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):/g,
    ),
  ]);
  return [...new Set(found.map(([, region = '']) => region))].sort();
}

interface Resource {
  readonly type: string;
  readonly fields: Fields;
}

function sideOf(changes: readonly Change[], side: 'before' | 'after'): readonly Resource[] {
  const gone = side === 'before' ? ['create'] : ['delete'];
  return changes
    .filter((change) => !gone.includes(change.action) && !(side === 'after' && change.deposed))
    .map((change) => ({
      type: change.type,
      // What is forgotten stays in the account and on its bill.
      fields: side === 'before' || change.action === 'forget' ? change.before : withUnknowns(change),
    }));
}

/** Values known only after the apply count as they were: a replaced endpoint costs what it cost. */
const withUnknowns = (change: Change): Fields =>
  change.action === 'create' ? change.after : { ...change.before, ...change.after };

function unitsOf(
  resources: readonly Resource[],
  prices: PriceTable,
  missing?: Map<string, number>,
): ReadonlyMap<string, number> {
  const find: FindResource = (type, name) =>
    resources.find(
      (r) => r.type === type && (r.fields['name'] === name || r.fields['function_name'] === name),
    )?.fields;
  const units = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, n: number): unknown =>
    map.set(key, (map.get(key) ?? 0) + n);
  for (const { type, fields } of resources) {
    const { uses, known } = idleCostOf(type, fields, find);
    if (!known && missing) add(missing, type, 1);
    for (const { price, unitsPerMonth } of uses satisfies readonly IdleUse[]) {
      if (price in prices.prices) add(units, price, unitsPerMonth);
      else if (missing) add(missing, `${type} (${price})`, 1);
    }
  }
  return units;
}

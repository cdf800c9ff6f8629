import type * as z from 'zod/mini';
import type { costsSchema } from '../../domain/api/schemas/platform.ts';
import { estimateCost } from '../../domain/costs/estimate.ts';
import { priceBasis } from '../../domain/costs/prices.ts';
import { daysBack, predictionsOfDay } from '../../domain/monitoring/counted-days.ts';
import type { Clock, RecordStore } from '../../domain/ports.ts';
import { partitions } from '../../domain/records/keys.ts';
import { eachRecord } from '../../domain/records/typed.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

/** Counting a day stops here; the estimate is then of the least that it was. */
const dailyAtMost = 5_000;
const trainingsAtMost = 500;

/** This month's cost so far, by list prices. */
export async function readCosts(
  { records, clock }: { readonly records: RecordStore; readonly clock: Clock },
  useCases: readonly UseCase[],
): Promise<z.output<typeof costsSchema>> {
  const now = clock.now();
  const month = now.toISOString().slice(0, 7);
  const days = daysBack(now, now.getUTCDate());
  const costs = await Promise.all(
    useCases.map(async (useCase) => {
      let predictions = 0;
      for (const day of days)
        predictions += (await predictionsOfDay(records, useCase.name, day, dailyAtMost)).predictions.length;
      const cost = estimateCost(useCase, {
        predictions,
        trainings: await trainings(records, useCase, month),
      });
      return { ...cost, items: [...cost.items] };
    }),
  );
  const totalUsd = costs.reduce((sum, cost) => sum + cost.totalUsd, 0);
  return { month, currency: 'USD', basis: priceBasis, totalUsd, useCases: costs };
}

async function trainings(records: RecordStore, useCase: UseCase, month: string): Promise<number> {
  const query = {
    pk: partitions.executions(useCase.name),
    index: 'byStatus',
    skFrom: month,
    limit: trainingsAtMost,
  } as const;
  let count = 0;
  for await (const _record of eachRecord(records, query, trainingsAtMost)) count += 1;
  return count;
}

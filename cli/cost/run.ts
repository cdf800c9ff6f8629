import { UsageError } from '../errors.ts';
import { writeText } from '../io/files.ts';
import { environmentNames, isEnvironmentName } from './assumptions.ts';
import { loadPrices } from './prices.ts';
import { costReport, renderCost } from './render.ts';
import type { Load } from './usage.ts';

export const mostPredictionsPerDay = 1e9;
export const mostUseCases = 1000;

export interface CostOptions {
  readonly env: string;
  /** 0 unless given: idle. */
  readonly predictionsPerDay?: number | undefined;
  /** 1 unless given. */
  readonly useCases?: number | undefined;
  readonly json?: boolean | undefined;
}

/** `modelkeep cost`: what an environment costs a month, and which AWS quotas bind. */
export async function runCost({
  env,
  predictionsPerDay = 0,
  useCases = 1,
  json = false,
}: CostOptions): Promise<number> {
  if (!isEnvironmentName(env))
    throw new UsageError(`--env: got ${JSON.stringify(env)}, expected one of ${environmentNames.join(', ')}`);
  checkRange('--predictions-per-day', predictionsPerDay, mostPredictionsPerDay);
  checkRange('--use-cases', useCases, mostUseCases);
  const load: Load = { environment: env, predictionsPerDay, useCases };
  const report = costReport(load, loadPrices());
  await writeText('-', json ? `${JSON.stringify(report, null, 2)}\n` : renderCost(report));
  return 0;
}

function checkRange(option: string, value: number, most: number): void {
  if (!Number.isFinite(value) || value < 0 || value > most)
    throw new UsageError(`${option}: got ${value}, expected a number from 0 to ${most}`);
}

import type * as z from 'zod/mini';
import type { coverageSchema, fairnessSchema, trafficSchema } from '../../domain/api/schemas/monitoring.ts';
import { daysBack, predictionsOfDay } from '../../domain/monitoring/counted-days.ts';
import type { Clock } from '../../domain/ports.ts';
import { liveVersion } from '../../domain/registry/store.ts';
import { evaluationSchema } from '../../domain/training/evaluation.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import type { ReadMonitoringPorts } from './read-monitoring.ts';

export interface CountPorts extends ReadMonitoringPorts {
  readonly clock: Clock;
}

/** Counting a day stops here: the answer says that there are more. */
const dailyAtMost = 2_000;
const millisecondsPerHour = 3_600_000;

/** How many of each day's predictions have a confirmed diagnosis, the oldest day first. */
export async function readCoverage(
  { records, clock }: CountPorts,
  useCase: UseCase,
  days: number,
): Promise<z.output<typeof coverageSchema>> {
  const counted = await Promise.all(
    daysBack(clock.now(), days).map(async (day) => {
      const { predictions, more } = await predictionsOfDay(records, useCase.name, day, dailyAtMost);
      const confirmed = predictions.filter(({ confirmedAt }) => confirmedAt !== undefined);
      const corrected = confirmed.filter(({ status }) => status === 'Corrected').length;
      return { day, predictions: predictions.length, confirmed: confirmed.length, corrected, more };
    }),
  );
  return {
    useCase: useCase.name,
    days: counted.toReversed().map(({ more: _, ...day }) => day),
    more: counted.some(({ more }) => more),
  };
}

/** Predictions by hour, the oldest hour first; an hour without any is there too. */
export async function readTraffic(
  { records, clock }: CountPorts,
  useCase: UseCase,
  hours: number,
): Promise<z.output<typeof trafficSchema>> {
  const now = clock.now();
  const hourOf = (iso: string): string => `${iso.slice(0, 13)}:00:00.000Z`;
  const byHour = new Map<string, { hour: string; predictions: number; positives: number; counted: boolean }>(
    Array.from({ length: hours }, (_, i) => {
      const hour = hourOf(new Date(now.getTime() - (hours - 1 - i) * millisecondsPerHour).toISOString());
      return [hour, { hour, predictions: 0, positives: 0, counted: true }];
    }),
  );
  const days = await Promise.all(
    daysBack(now, Math.ceil(hours / 24) + 1).map((day) =>
      predictionsOfDay(records, useCase.name, day, dailyAtMost),
    ),
  );
  for (const { createdAt, prediction } of days.flatMap(({ predictions }) => predictions)) {
    const counted = byHour.get(hourOf(createdAt));
    if (!counted) continue;
    counted.predictions += 1;
    counted.positives += prediction;
  }
  // The latest of a day are counted: what lies before the oldest of them is not.
  for (const { predictions, more } of days) {
    const oldest = predictions.at(-1)?.createdAt;
    if (!more || oldest === undefined) continue;
    for (const hour of byHour.values())
      if (hour.hour.slice(0, 10) === oldest.slice(0, 10) && hour.hour <= hourOf(oldest)) hour.counted = false;
  }
  return { useCase: useCase.name, hours: [...byHour.values()], more: days.some(({ more }) => more) };
}

/** How the version in service does in each group of its held-out rows; nothing where none serves. */
export async function readFairness(
  { records, objects }: CountPorts,
  useCase: UseCase,
): Promise<z.output<typeof fairnessSchema>> {
  const live = await liveVersion(records, useCase.name);
  const file = live && (await objects.get(live.data.evaluationKey));
  if (!file) return { useCase: useCase.name, version: live?.data.version ?? null, subgroups: [] };
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  const { subgroups } = parseWith(evaluationSchema, json, live.data.evaluationKey);
  return { useCase: useCase.name, version: live.data.version, subgroups };
}

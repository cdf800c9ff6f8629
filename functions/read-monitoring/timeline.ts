import type * as z from 'zod/mini';
import type { driftTimelineSchema } from '../../domain/api/schemas/monitoring.ts';
import { parseDriftReport, type DriftReport } from '../../domain/drift/index.ts';
import type { DriftRecord } from '../../domain/monitoring/drift-records.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readDrift, type ReadMonitoringPorts } from './read-monitoring.ts';

type Timeline = z.output<typeof driftTimelineSchema>;

/** Drift of each feature over the latest windows, the oldest first. A window whose report is gone has no figures. */
export async function readTimeline(
  ports: ReadMonitoringPorts,
  useCase: UseCase,
  atMost: number,
): Promise<Timeline> {
  const { windows } = await readDrift(ports, useCase, { limit: atMost });
  const judged = await Promise.all(
    windows.toReversed().map(async (window) => ({ window, columns: await columnsOf(ports, window) })),
  );
  return {
    useCase: useCase.name,
    psiFloor: useCase.monitoring.drift.psiFloor,
    windows: judged.map(({ window: { windowId, from, to, modelVersion, rows, drifted, event } }) => ({
      windowId,
      from,
      to,
      modelVersion,
      rows,
      drifted,
      event,
    })),
    features: useCase.data.features.map(({ name }) => ({
      name,
      psi: judged.map(({ columns }) => columns.get(name)?.psi ?? null),
      flagged: judged.map(({ columns }) => columns.get(name)?.flagged ?? false),
    })),
  };
}

async function columnsOf(
  { objects }: ReadMonitoringPorts,
  { reportKey }: DriftRecord,
): Promise<ReadonlyMap<string, DriftReport['columns'][number]>> {
  const file = await objects.get(reportKey);
  if (!file) return new Map();
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return new Map(parseDriftReport(json, reportKey).columns.map((column) => [column.name, column]));
}

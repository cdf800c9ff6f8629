import type { DriftReport } from '../drift/index.ts';
import { detailTypes, eventSource, type PlatformEvent } from '../events/platform-event.ts';
import type { DriftRecord } from './drift-records.ts';
import { eventIdOf } from './episode.ts';

type DriftConfirmed = Extract<PlatformEvent, { detailType: typeof detailTypes.driftConfirmed }>;

/** Flagged columns, and the one that no longer goes with the others. */
export function movedFeatures({ flaggedColumns, correlation }: DriftReport): string[] {
  const moved = correlation?.flagged ? correlation.movedColumn : undefined;
  return moved === undefined || flaggedColumns.includes(moved) ? flaggedColumns : [...flaggedColumns, moved];
}

/** The event of a judged window, whoever judged it; the same window gives the same id. */
export function driftConfirmedOf(record: DriftRecord): DriftConfirmed {
  const { useCase, modelVersion, windowId, reportKey, features, psiMax, sentence, judgedAt } = record;
  return {
    id: eventIdOf('drift', useCase, modelVersion, windowId),
    time: judgedAt,
    source: eventSource,
    detailType: detailTypes.driftConfirmed,
    detail: { useCase, modelVersion, windowId, reportKey, features, psiMax, sentence },
  };
}

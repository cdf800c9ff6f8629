import { detailTypes, eventSource, type PlatformEvent } from '../../../domain/events/platform-event.ts';
import { eventIdOf, worthAnEvent } from '../../../domain/monitoring/episode.ts';
import { monitoringMetrics, qualityMetrics } from '../../../domain/monitoring/metrics.ts';
import type { QualityRecord } from '../../../domain/monitoring/quality-records.ts';
import { dropPoints, qualityOf } from '../../../domain/monitoring/quality.ts';
import { ArtifactError } from '../../../domain/retraining/errors.ts';
import { metricNames } from '../../../domain/usecase/schema.ts';
import { fairnessOf, labelledOf } from './labelled/fairness.ts';
import type { JudgedPredictions } from './labelled/read.ts';
import { sendUnsent } from './drift-job.ts';
import type { Outcome, WatchPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import type { TimeSpan } from './sql/source.ts';
import { readState, stateKey, writeJson, writeState, type WatchState } from './state.ts';
import { windowIdOf, windowOf } from './window.ts';

export interface LabelledJob extends Omit<WatchPorts, 'sourceOf' | 'counter'> {
  readonly window: Settings['window'];
  readonly predictionsOf: (span: TimeSpan) => Promise<JudgedPredictions>;
}

/**
 * Compares what a version said in a window with what was found, as functions/evaluate-model-quality does with stored
 * predictions. The window is of predictions: it has to lie far enough back for diagnoses to be confirmed.
 * @throws ArtifactError without the accuracy that was registered.
 */
export async function qualityJob(job: LabelledJob & Pick<Settings, 'registered'>): Promise<Outcome> {
  const { useCase, modelVersion, monitoring, registered } = job;
  const key = stateKey(useCase.name, 'quality');
  const stored = await sendUnsent(job, key, await readState(monitoring, key));
  const state = stored?.modelVersion === modelVersion ? stored : undefined;
  const { everyHours, minimumLabels, accuracyDropPoints } = useCase.monitoring.modelQuality;
  const span = windowOf(job.window, everyHours, job.now, state?.cursor);
  const about = { useCase: useCase.name, modelVersion, from: span.from, to: span.to };
  if (state && span.to <= state.cursor) return { status: 'judged-before', ...about };
  const { rows: all, unreadable } = await job.predictionsOf(span);
  const rows = all.flatMap(labelledOf);
  if (rows.length < minimumLabels)
    return { status: 'waiting', ...about, labels: rows.length, requiredLabels: minimumLabels };

  const before = registered['accuracy'];
  if (before === undefined)
    throw new ArtifactError(
      `version ${modelVersion} of ${useCase.name}: no accuracy in REGISTERED_METRICS; give the metrics that it was registered with`,
    );
  const quality = qualityOf(rows);
  const drop = dropPoints(before, quality.accuracy ?? 0);
  const degraded = drop > accuracyDropPoints;
  const last = degraded ? (state?.raised ?? null) : null;
  const raised = degraded && worthAnEvent(last, job.now, useCase.retraining.cooldownHours);
  const windowId = windowIdOf(span);
  const record: QualityRecord = {
    useCase: useCase.name,
    windowId,
    modelVersion,
    from: span.from,
    to: span.to,
    judgedAt: job.now.toISOString(),
    labels: rows.length,
    positives: quality.positives,
    metrics: Object.fromEntries(metricNames.map((name) => [name, quality[name]])),
    confusion: quality.confusion,
    registered: { ...registered },
    dropPoints: drop,
    degraded,
    raised,
  };
  const reportKey = `monitoring/${useCase.name}/quality/${windowId}.json`;
  await writeJson(monitoring, reportKey, record);
  const next: WatchState = {
    schemaVersion: 1,
    modelVersion,
    cursor: span.to,
    previousKey: null,
    raised: raised ? { windowId, at: record.judgedAt } : last,
    unsent: raised ? eventOf(record, before, quality.accuracy ?? 0) : null,
  };
  await writeState(monitoring, key, next);
  await job.measure({
    [monitoringMetrics.accuracyDropPoints]: drop,
    ...Object.fromEntries(
      Object.entries(qualityMetrics).flatMap(([name, field]) => {
        const value = quality[field];
        return value === null ? [] : [[name, value]];
      }),
    ),
  });
  await sendUnsent(job, key, next);
  return { status: 'judged', ...record, rows: all.length, unreadable, reportKey };
}

function eventOf(record: QualityRecord, accuracyBefore: number, accuracyAfter: number): PlatformEvent {
  const { useCase, modelVersion, windowId, labels, judgedAt } = record;
  return {
    id: eventIdOf('quality', useCase, modelVersion, windowId),
    time: judgedAt,
    source: eventSource,
    detailType: detailTypes.modelQualityDegraded,
    detail: {
      useCase,
      modelVersion,
      windowId,
      labels,
      accuracyBefore,
      accuracyAfter,
      dropPoints: record.dropPoints,
    },
  };
}

/** How the groups of the use case's subgroup columns fare in a window. A report and metrics; no event follows from it. */
export async function biasJob(job: LabelledJob): Promise<Outcome> {
  const { useCase, modelVersion, monitoring } = job;
  const span = windowOf(job.window, useCase.monitoring.bias.everyHours, job.now, undefined);
  const about = { useCase: useCase.name, modelVersion, from: span.from, to: span.to };
  const { rows, unreadable, notCaptured } = await job.predictionsOf(span);
  const { minimumRows } = useCase.monitoring.dataQuality;
  if (rows.length < minimumRows)
    return { status: 'waiting', ...about, rows: rows.length, requiredRows: minimumRows };
  const fairness = fairnessOf(rows, useCase);
  const windowId = windowIdOf(span);
  const reportKey = `monitoring/${useCase.name}/bias/${windowId}.json`;
  const report = {
    ...about,
    windowId,
    judgedAt: job.now.toISOString(),
    rows: rows.length,
    notCaptured,
    ...fairness,
  };
  await writeJson(monitoring, reportKey, report);
  const recallGaps = fairness.columns.flatMap(({ recallGap }) => (recallGap === null ? [] : [recallGap]));
  await job.measure({
    SelectionRateGap: Math.max(0, ...fairness.columns.map(({ selectionRateGap }) => selectionRateGap)),
    ...(recallGaps.length === 0 ? {} : { RecallGap: Math.max(...recallGaps) }),
    GroupsBelowFloor: fairness.belowFloor.length,
  });
  return { status: 'judged', ...report, unreadable, reportKey };
}

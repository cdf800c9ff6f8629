import {
  assessDrift,
  flagsOf,
  previousWindowSchema,
  type DriftBaseline,
  type DriftReport,
  type PreviousWindow,
} from '../../../domain/drift/index.ts';
import { driftReportHtml } from '../../../domain/drift/report/html.ts';
import { driftConfirmedOf, movedFeatures } from '../../../domain/monitoring/drift-event.ts';
import { driftFiles, type DriftRecord } from '../../../domain/monitoring/drift-records.ts';
import { worthAnEvent } from '../../../domain/monitoring/episode.ts';
import { monitoringMetrics } from '../../../domain/monitoring/metrics.ts';
import { parseWith } from '../../../domain/validation/parse.ts';
import type { Outcome, WatchPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import { readJson, readState, stateKey, writeJson, writeState, type WatchState } from './state.ts';
import { summarizeCounted, type CountedWindow } from './summarize.ts';
import { windowIdOf, windowOf } from './window.ts';

export interface DriftJob extends WatchPorts {
  readonly baseline: DriftBaseline;
  readonly baselineSha256: string;
  readonly window: Settings['window'];
}

/**
 * Judges one window of captured data, as functions/detect-drift judges stored predictions: the same engine, rule, report and
 * event. Report, then state with the event that follows, then the event: a run that breaks off is made good by the next one,
 * under the same id.
 * @throws DriftInputError where the baseline watches a column that is no feature; CountError.
 */
export async function driftJob(job: DriftJob): Promise<Outcome> {
  const { useCase, modelVersion, monitoring } = job;
  const key = stateKey(useCase.name, 'drift');
  const stored = await sendUnsent(job, key, await readState(monitoring, key));
  const state = stored?.modelVersion === modelVersion ? stored : undefined;
  const { everyHours, minimumRows } = useCase.monitoring.dataQuality;
  const span = windowOf(job.window, everyHours, job.now, state?.cursor);
  const about = { useCase: useCase.name, modelVersion, from: span.from, to: span.to };
  if (state && span.to <= state.cursor) return { status: 'judged-before', ...about };
  if (span.from >= span.to) return { status: 'waiting', ...about, rows: 0, requiredRows: minimumRows };

  const source = await job.sourceOf(span);
  const counted = source && (await summarizeCounted(job, job.baseline, source, span));
  if (!counted || counted.summary.rows < minimumRows)
    return { status: 'waiting', ...about, rows: counted?.summary.rows ?? 0, requiredRows: minimumRows };

  const report = assessDrift({
    baseline: job.baseline,
    window: counted.summary,
    previous: await readPrevious(job, state),
    rule: useCase.monitoring.drift,
    useCase: useCase.name,
    baselineSha256: job.baselineSha256,
    modelVersion: String(modelVersion),
  });
  return commit(job, { report, counted, state, key });
}

async function readPrevious(
  job: DriftJob,
  state: WatchState | undefined,
): Promise<PreviousWindow | undefined> {
  if (typeof state?.previousKey !== 'string') return undefined;
  const value = await readJson(job.monitoring, state.previousKey);
  return value === undefined ? undefined : parseWith(previousWindowSchema, value, state.previousKey);
}

async function commit(
  job: DriftJob,
  judged: {
    readonly report: DriftReport;
    readonly counted: CountedWindow;
    readonly state: WatchState | undefined;
    readonly key: string;
  },
): Promise<Outcome> {
  const { useCase, modelVersion, monitoring } = job;
  const { report, counted, state } = judged;
  const windowId = windowIdOf(report.window);
  const files = {
    report: driftFiles.report(useCase.name, windowId),
    page: driftFiles.page(useCase.name, windowId),
    window: driftFiles.window(useCase.name, windowId),
  };
  const last = report.drifted ? (state?.raised ?? null) : null;
  const raised = report.event && worthAnEvent(last, job.now, useCase.retraining.cooldownHours);
  const record: DriftRecord = {
    useCase: useCase.name,
    windowId,
    modelVersion,
    from: report.window.from,
    to: report.window.to,
    rows: report.window.rows,
    judgedAt: job.now.toISOString(),
    drifted: report.drifted,
    event: report.event,
    raised,
    features: movedFeatures(report),
    psiMax: report.psiMax,
    sentence: report.sentence,
    reportKey: files.report,
    pageKey: files.page,
  };
  const previous: PreviousWindow = { summary: counted.summary, flags: flagsOf(report) };
  await writeJson(monitoring, files.report, report);
  await monitoring.write(files.page, driftReportHtml(report), 'text/html; charset=utf-8');
  await writeJson(monitoring, files.window, previous);
  const next: WatchState = {
    schemaVersion: 1,
    modelVersion,
    cursor: report.window.to,
    previousKey: files.window,
    raised: raised ? { windowId, at: record.judgedAt } : last,
    unsent: raised ? driftConfirmedOf(record) : null,
  };
  await writeState(monitoring, judged.key, next);
  await job.measure({ [monitoringMetrics.psiMax]: record.psiMax });
  await sendUnsent(job, judged.key, next);
  return {
    status: 'judged',
    ...record,
    unreadableRows: counted.unreadableRows,
    unreadableCells: counted.unreadable,
  };
}

/** Sends the noted event, then notes that it was sent; a copy has the same id. */
export async function sendUnsent(
  { publish, monitoring }: Pick<WatchPorts, 'publish' | 'monitoring'>,
  key: string,
  state: WatchState | undefined,
): Promise<WatchState | undefined> {
  if (!state?.unsent) return state;
  await publish(state.unsent);
  const sent: WatchState = { ...state, unsent: null };
  await writeState(monitoring, key, sent);
  return sent;
}

import { driftAlert } from '../../domain/alerts/drift.ts';
import { tableFromRecords } from '../../domain/dataset/from-records.ts';
import {
  assessDrift,
  flagsOf,
  previousWindowSchema,
  summarizeWindow,
  type DriftReport,
  type PreviousWindow,
} from '../../domain/drift/index.ts';
import { driftReportHtml } from '../../domain/drift/report/html.ts';
import { detailTypes } from '../../domain/events/platform-event.ts';
import { capturedWindow } from '../../domain/monitoring/captured-window.ts';
import { driftConfirmedOf, movedFeatures } from '../../domain/monitoring/drift-event.ts';
import {
  driftFiles,
  driftStateSchema,
  type DriftRecord,
  type DriftState,
} from '../../domain/monitoring/drift-records.ts';
import { worthAnEvent } from '../../domain/monitoring/episode.ts';
import { monitoringDimensions, monitoringMetrics } from '../../domain/monitoring/metrics.ts';
import type { Clock, EventBus, Metrics, Notifier, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson, type Versioned } from '../../domain/records/typed.ts';
import type { Prediction } from '../../domain/serving/prediction.ts';
import { servingStateSchema, type ServingState } from '../../domain/serving/serving-state.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { readBaseline } from './read-baseline.ts';

export interface DriftPorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly bus: EventBus;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

export type DriftCheck =
  /** `other-engine`: SageMaker Model Monitor watches this use case. */
  | { readonly status: 'no-model' | 'other-engine'; readonly useCase: string }
  | {
      readonly status: 'waiting';
      readonly useCase: string;
      readonly modelVersion: number;
      readonly rows: number;
      readonly requiredRows: number;
    }
  | ({ readonly status: 'judged' } & DriftRecord);

type Live = NonNullable<ServingState['live']>;

/**
 * Judges one window, if enough predictions came in since the last. State and report are written in one transaction with
 * the event that follows from them, which is sent afterwards: a run that breaks off leaves either nothing or an event
 * that the next run sends, under the same id.
 * @throws ConditionFailedError where another run judged at the same moment; ArtifactError for a damaged baseline.
 */
export async function detectDrift(ports: DriftPorts, useCase: UseCase): Promise<DriftCheck> {
  const before = await readRecord(ports.records, keys.monitor(useCase.name, 'drift'), driftStateSchema);
  const stored = before && (await sendUnsent(ports, before));
  if (useCase.monitoring.engine !== 'modelkeep') return { status: 'other-engine', useCase: useCase.name };
  const serving = await readRecord(ports.records, keys.serving(useCase.name), servingStateSchema);
  const live = serving?.data.live;
  if (!live) return { status: 'no-model', useCase: useCase.name };

  // A rollback puts the same version into service again: that too is another stretch of traffic.
  const goesOn = stored?.data.modelVersion === live.version && stored.data.since === live.since;
  const state = goesOn ? stored.data : undefined;
  const { minimumRows, maximumRows } = useCase.monitoring.dataQuality;
  const rows = await capturedWindow(ports.records, {
    useCase: useCase.name,
    modelVersion: live.version,
    since: live.since,
    after: state?.cursor,
    atMost: maximumRows,
    now: ports.clock.now(),
  });
  if (rows.length < minimumRows) {
    const waiting = { status: 'waiting', useCase: useCase.name, modelVersion: live.version } as const;
    return { ...waiting, rows: rows.length, requiredRows: minimumRows };
  }
  const { report, window } = await assess(ports, useCase, live, rows, state);
  return commit(ports, useCase, live, { report, window, before: stored, state });
}

async function assess(
  ports: DriftPorts,
  useCase: UseCase,
  live: Live,
  rows: readonly Prediction[],
  state: DriftState | undefined,
): Promise<{ readonly report: DriftReport; readonly window: PreviousWindow }> {
  const { baseline, sha256 } = await readBaseline(ports, useCase.name, live.version);
  const last = rows.at(-1)!;
  const table = tableFromRecords(
    rows.map(({ features }) => features),
    useCase.data.features,
  );
  const span = { id: last.id, from: rows[0]!.createdAt, to: last.createdAt };
  const summary = summarizeWindow(baseline, table, span);
  const report = assessDrift({
    baseline,
    window: summary,
    previous: state && (await readPrevious(ports.objects, state.previousKey)),
    rule: useCase.monitoring.drift,
    useCase: useCase.name,
    baselineSha256: sha256,
    modelVersion: String(live.version),
  });
  return { report, window: { summary, flags: flagsOf(report) } };
}

async function readPrevious(objects: ObjectStore, key: string): Promise<PreviousWindow | undefined> {
  const file = await objects.get(key);
  if (!file) return undefined;
  const value: unknown = JSON.parse(new TextDecoder().decode(file.body));
  return parseWith(previousWindowSchema, value, key);
}

async function commit(
  ports: DriftPorts,
  useCase: UseCase,
  live: Live,
  judged: {
    readonly report: DriftReport;
    readonly window: PreviousWindow;
    readonly before: Versioned<DriftState> | undefined;
    readonly state: DriftState | undefined;
  },
): Promise<DriftCheck> {
  const { report, window, before, state } = judged;
  const windowId = report.window.id;
  const now = ports.clock.now();
  const files = {
    report: driftFiles.report(useCase.name, windowId),
    page: driftFiles.page(useCase.name, windowId),
    window: driftFiles.window(useCase.name, windowId),
  };
  const json = { contentType: 'application/json' };
  await ports.objects.put(files.report, JSON.stringify(report), json);
  await ports.objects.put(files.page, driftReportHtml(report), { contentType: 'text/html; charset=utf-8' });
  await ports.objects.put(files.window, JSON.stringify(window), json);

  const last = report.drifted ? (state?.raised ?? null) : null;
  const raise = report.event && worthAnEvent(last, now, useCase.retraining.cooldownHours);
  const record: DriftRecord = {
    useCase: useCase.name,
    windowId,
    modelVersion: live.version,
    from: report.window.from,
    to: report.window.to,
    rows: report.window.rows,
    judgedAt: now.toISOString(),
    drifted: report.drifted,
    event: report.event,
    raised: raise,
    features: movedFeatures(report),
    psiMax: report.psiMax,
    sentence: report.sentence,
    reportKey: files.report,
    pageKey: files.page,
  };
  const next: DriftState = {
    useCase: useCase.name,
    modelVersion: live.version,
    since: live.since,
    cursor: windowId,
    previousKey: files.window,
    flagged: report.flaggedColumns,
    raised: raise ? { windowId, at: now.toISOString() } : last,
    unsent: raise ? driftConfirmedOf(record) : null,
  };
  const stateKey = keys.monitor(useCase.name, 'drift');
  await ports.records.write([
    {
      op: 'put',
      record: { ...stateKey, data: toJson(next) },
      condition: before ? { version: before.version } : 'absent',
    },
    {
      op: 'put',
      record: { ...keys.driftReport(useCase.name, windowId), data: toJson(record) },
      condition: 'absent',
    },
  ]);
  ports.metrics.count(monitoringMetrics.psiMax, record.psiMax, monitoringDimensions(useCase.name));
  await sendUnsent(ports, { data: next, version: (before?.version ?? 0) + 1 });
  return { status: 'judged', ...record };
}

/** Sends the noted event, then notes that it was sent; a copy has the same id and the same notification key. */
async function sendUnsent(ports: DriftPorts, state: Versioned<DriftState>): Promise<Versioned<DriftState>> {
  const { unsent, useCase } = state.data;
  if (!unsent) return state;
  await ports.bus.publish([unsent]);
  if (unsent.detailType === detailTypes.driftConfirmed) await ports.notifier.notify(driftAlert(unsent));
  const data: DriftState = { ...state.data, unsent: null };
  await ports.records.write([
    {
      op: 'put',
      record: { ...keys.monitor(useCase, 'drift'), data: toJson(data) },
      condition: { version: state.version },
    },
  ]);
  return { data, version: state.version + 1 };
}

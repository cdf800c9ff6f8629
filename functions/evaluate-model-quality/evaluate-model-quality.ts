import { modelQualityAlert } from '../../domain/alerts/model-quality.ts';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import { metricNames } from '../../domain/usecase/schema.ts';
import { eventIdOf, worthAnEvent } from '../../domain/monitoring/episode.ts';
import { monitoringDimensions, monitoringMetrics, qualityMetrics } from '../../domain/monitoring/metrics.ts';
import { dropPoints, labelled, qualityOf } from '../../domain/monitoring/quality.ts';
import {
  qualityRecordSchema,
  qualityStateSchema,
  type QualityRecord,
  type QualityState,
} from '../../domain/monitoring/quality-records.ts';
import type { Clock, EventBus, Metrics, Notifier, RecordStore } from '../../domain/ports.ts';
import { keys, partitions } from '../../domain/records/keys.ts';
import { eachRecord, parseRecord, readRecord, toJson, type Versioned } from '../../domain/records/typed.ts';
import { modelVersionSchema } from '../../domain/registry/model-version.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { predictionSchema, type Prediction } from '../../domain/serving/prediction.ts';
import { servingStateSchema, type ServingState } from '../../domain/serving/serving-state.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

export interface QualityPorts {
  readonly records: RecordStore;
  readonly bus: EventBus;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

export type QualityCheck =
  | { readonly status: 'no-model'; readonly useCase: string }
  | {
      readonly status: 'waiting';
      readonly useCase: string;
      readonly modelVersion: number;
      readonly labels: number;
      readonly requiredLabels: number;
    }
  | ({ readonly status: 'judged' } & QualityRecord);

type Live = NonNullable<ServingState['live']>;

/** More labels than this make no figure better; older ones are left out. */
const maximumLabels = 10_000;

/**
 * Judges the diagnoses confirmed since the last window, if there are enough. As with drift, record, state and the event
 * that follows are one transaction; the event is sent afterwards, by the next run where this one breaks off.
 * @throws ConditionFailedError where another run judged at the same moment; ArtifactError where the version in service is
 * not registered with an accuracy.
 */
export async function evaluateModelQuality(ports: QualityPorts, useCase: UseCase): Promise<QualityCheck> {
  const before = await readRecord(ports.records, keys.monitor(useCase.name, 'quality'), qualityStateSchema);
  const stored = before && (await sendUnsent(ports, before));
  const serving = await readRecord(ports.records, keys.serving(useCase.name), servingStateSchema);
  const live = serving?.data.live;
  if (!live) return { status: 'no-model', useCase: useCase.name };
  const goesOn = stored?.data.modelVersion === live.version && stored.data.since === live.since;
  const state = goesOn ? stored.data : undefined;
  const window = await confirmedWindow(ports.records, useCase.name, live, state?.cursor);
  const requiredLabels = useCase.monitoring.modelQuality.minimumLabels;
  if (window.length < requiredLabels)
    return {
      status: 'waiting',
      useCase: useCase.name,
      modelVersion: live.version,
      labels: window.length,
      requiredLabels,
    };
  return judge(ports, useCase, live, { window, before: stored, state });
}

/** The newest confirmed predictions of the version after a place in the index, oldest first. */
async function confirmedWindow(
  records: RecordStore,
  useCase: string,
  live: Live,
  after: string | undefined,
): Promise<Prediction[]> {
  const found: Prediction[] = [];
  const query = {
    pk: partitions.confirmedPredictions(useCase),
    index: 'byStatus',
    skFrom: after ?? live.since,
    order: 'descending',
    limit: 500,
  } as const;
  for await (const record of eachRecord(records, query)) {
    if (record.indexes?.byStatus?.sk === after) break;
    const prediction = parseRecord(record, predictionSchema);
    if (prediction.modelVersion === live.version) found.push(prediction);
    if (found.length === maximumLabels) break;
  }
  return found.reverse();
}

async function judge(
  ports: QualityPorts,
  useCase: UseCase,
  live: Live,
  judged: {
    readonly window: readonly Prediction[];
    readonly before: Versioned<QualityState> | undefined;
    readonly state: QualityState | undefined;
  },
): Promise<QualityCheck> {
  const { window, before, state } = judged;
  const version = await readRecord(ports.records, keys.model(useCase.name, live.version), modelVersionSchema);
  const accuracyBefore = version?.data.metrics['accuracy'];
  if (!version || accuracyBefore === undefined)
    throw new ArtifactError(
      `version ${live.version} of ${useCase.name} is not registered with an accuracy; evaluate it again`,
    );
  const now = ports.clock.now();
  const rows = labelled(window);
  const quality = qualityOf(rows);
  const drop = dropPoints(accuracyBefore, quality.accuracy ?? 0);
  const degraded = drop > useCase.monitoring.modelQuality.accuracyDropPoints;
  const last = degraded ? (state?.raised ?? null) : null;
  const raised = degraded && worthAnEvent(last, now, useCase.retraining.cooldownHours);
  const first = window[0]!;
  const newest = window.at(-1)!;
  const windowId = `${newest.confirmedAt ?? ''}_${newest.id}`;
  const record: QualityRecord = {
    useCase: useCase.name,
    windowId,
    modelVersion: live.version,
    from: first.confirmedAt ?? '',
    to: newest.confirmedAt ?? '',
    judgedAt: now.toISOString(),
    labels: rows.length,
    positives: quality.positives,
    metrics: Object.fromEntries(metricNames.map((name) => [name, quality[name]])),
    confusion: quality.confusion,
    registered: version.data.metrics,
    dropPoints: drop,
    degraded,
    raised,
  };
  const next: QualityState = {
    useCase: useCase.name,
    modelVersion: live.version,
    since: live.since,
    cursor: `${newest.confirmedAt ?? ''}#${newest.id}`,
    raised: raised ? { windowId, at: record.judgedAt } : last,
    unsent: raised ? eventOf(record, accuracyBefore, quality.accuracy ?? 0) : null,
  };
  await ports.records.write([
    {
      op: 'put',
      record: { ...keys.monitor(useCase.name, 'quality'), data: toJson(next) },
      condition: before ? { version: before.version } : 'absent',
    },
    {
      op: 'put',
      record: { ...keys.quality(useCase.name, windowId), data: toJson(record) },
      condition: 'absent',
    },
  ]);
  measure(ports.metrics, record);
  await sendUnsent(ports, { data: next, version: (before?.version ?? 0) + 1 });
  return { status: 'judged', ...record };
}

function measure(metrics: Metrics, { useCase, dropPoints, metrics: quality }: QualityRecord): void {
  const dimensions = monitoringDimensions(useCase);
  metrics.count(monitoringMetrics.accuracyDropPoints, dropPoints, dimensions);
  for (const [name, field] of Object.entries(qualityMetrics)) {
    const value = quality[field];
    // A window of one class has no ROC.
    if (typeof value === 'number') metrics.count(name, value, dimensions);
  }
}

const eventOf = (record: QualityRecord, accuracyBefore: number, accuracyAfter: number): PlatformEvent => ({
  id: eventIdOf('quality', record.useCase, record.modelVersion, record.windowId),
  time: record.judgedAt,
  source: eventSource,
  detailType: detailTypes.modelQualityDegraded,
  detail: {
    useCase: record.useCase,
    modelVersion: record.modelVersion,
    windowId: record.windowId,
    labels: record.labels,
    accuracyBefore,
    accuracyAfter,
    dropPoints: record.dropPoints,
  },
});

async function sendUnsent(
  ports: QualityPorts,
  state: Versioned<QualityState>,
): Promise<Versioned<QualityState>> {
  const { unsent, useCase } = state.data;
  if (unsent?.detailType !== detailTypes.modelQualityDegraded) return state;
  const recordKey = keys.quality(useCase, unsent.detail.windowId);
  const record = await readRecord(ports.records, recordKey, qualityRecordSchema);
  await ports.bus.publish([unsent]);
  if (record) await ports.notifier.notify(modelQualityAlert(record.data));
  const data: QualityState = { ...state.data, unsent: null };
  await ports.records.write([
    {
      op: 'put',
      record: { ...keys.monitor(useCase, 'quality'), data: toJson(data) },
      condition: { version: state.version },
    },
  ]);
  return { data, version: state.version + 1 };
}

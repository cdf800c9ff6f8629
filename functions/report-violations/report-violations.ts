import * as z from 'zod/mini';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import type { MonitorKind } from '../../domain/monitoring/model-monitor.ts';
import type { EventBus, ObjectStore, RecordStore } from '../../domain/ports.ts';
import { eventIdOf } from '../../domain/monitoring/episode.ts';
import { ArtifactError } from '../../domain/retraining/errors.ts';
import { liveVersion } from '../../domain/registry/store.ts';
import { parseWith } from '../../domain/validation/parse.ts';

export interface ViolationPorts {
  readonly records: RecordStore;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly bus: EventBus;
  /** What a schedule of Model Monitor watches; undefined for somebody else's. */
  readonly monitorOf: (scheduleName: string) => Monitored | undefined;
}
export interface Monitored {
  readonly useCase: string;
  readonly kind: MonitorKind;
}

const endedSchema = z.object({
  'detail-type': z.literal('SageMaker Processing Job State Change'),
  time: z.string(),
  detail: z.object({
    ProcessingJobName: z.string(),
    ProcessingJobStatus: z.string(),
    ExitMessage: z.optional(z.nullable(z.string())),
    MonitoringScheduleArn: z.optional(z.nullable(z.string())),
    ProcessingOutputConfig: z.object({
      Outputs: z.array(z.object({ S3Output: z.object({ S3Uri: z.string() }) })).check(z.minLength(1)),
    }),
  }),
});

/** constraint_violations.json, as far as it is read: a column of a data-quality job, a metric of the others. */
const violationsSchema = z.object({
  violations: z.array(
    z.object({
      feature_name: z.optional(z.string()),
      metric_name: z.optional(z.string()),
      constraint_check_type: z.string(),
    }),
  ),
});

/**
 * What Model Monitor found becomes the event that the platform's own engine sends: one way to a retraining, whatever watches.
 * Copies of an event carry the same id.
 * @throws InvalidInputError where the event or the job's report is none; ArtifactError where the report is not there (yet).
 */
export async function reportViolations(
  { records, objects, bus, monitorOf }: ViolationPorts,
  event: unknown,
): Promise<void> {
  const { time, detail } = parseWith(endedSchema, event, 'event');
  const found = (detail.ExitMessage ?? '').startsWith('CompletedWithViolations');
  const monitored = monitorOf((detail.MonitoringScheduleArn ?? '').split('/').at(-1) ?? '');
  if (detail.ProcessingJobStatus !== 'Completed' || !found || !monitored) return;
  const { useCase, kind } = monitored;
  const live = await liveVersion(records, useCase);
  if (!live) return;
  const reportKey = `${keyOf(detail.ProcessingOutputConfig.Outputs[0]?.S3Output.S3Uri ?? '')}/constraint_violations.json`;
  const features = await violated(objects, reportKey);
  const { version: modelVersion } = live.data;
  const windowId = detail.ProcessingJobName;
  const confirmed: PlatformEvent = {
    id: eventIdOf('drift', useCase, modelVersion, windowId),
    time,
    source: eventSource,
    detailType: detailTypes.driftConfirmed,
    detail: {
      useCase,
      modelVersion,
      windowId,
      reportKey,
      features,
      // Model Monitor measures another distance.
      psiMax: 0,
      sentence: `Model Monitor (${kind}) found violations in ${features.length}: ${features.join(', ')}`,
    },
  };
  await bus.publish([confirmed]);
}

/** `s3://bucket/a/b` -> `a/b`. */
const keyOf = (uri: string): string => uri.replace(/^s3:\/\/[^/]+\//, '').replace(/\/$/, '');

async function violated(objects: Pick<ObjectStore, 'get'>, key: string): Promise<string[]> {
  const file = await objects.get(key);
  if (!file) throw new ArtifactError(`${key}: is not there, though the job says that it found violations`);
  const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
  const { violations } = parseWith(violationsSchema, json, key);
  return [
    ...new Set(
      violations.map(
        ({ feature_name: feature, metric_name: metric, constraint_check_type: check }) =>
          feature ?? metric ?? check,
      ),
    ),
  ];
}

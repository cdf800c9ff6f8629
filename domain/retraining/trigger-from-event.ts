import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { platformEventOf } from '../events/envelope.ts';
import { detailTypes, eventSource } from '../events/platform-event.ts';
import { alarmedMetrics } from './alarmed-metrics.ts';
import type { Trigger } from './trigger.ts';

const scheduleSchema = z.object({
  reason: z.literal('schedule'),
  useCase: z.string(),
  /** The tick: EventBridge Scheduler's `<aws.scheduler.scheduled-time>`, the same in each delivery. */
  time: z.string(),
});

const alarmSchema = z.object({
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  time: z.string(),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({ value: z.string(), timestamp: z.string() }),
    configuration: z.object({
      metrics: z.array(
        z.object({
          metricStat: z.optional(
            z.object({
              metric: z.object({ name: z.string(), dimensions: z.record(z.string(), z.string()) }),
            }),
          ),
        }),
      ),
    }),
  }),
});

/**
 * The trigger that an event means; undefined for an event that asks for no retraining. The cause comes from the event
 * itself, so that each of its copies means the same trigger.
 * @throws InvalidInputError where one of our own events does not fit its schema.
 */
export function triggerFromEvent(event: unknown): Trigger | undefined {
  const schedule = z.safeParse(scheduleSchema, event);
  if (schedule.success) return scheduleTrigger(schedule.data);
  const alarm = z.safeParse(alarmSchema, event);
  if (alarm.success) return alarmTrigger(alarm.data);
  return sourceOf(event) === eventSource ? platformTrigger(event) : undefined;
}

const sourceOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null ? Reflect.get(event, 'source') : undefined;

const scheduleTrigger = ({ useCase, time }: z.output<typeof scheduleSchema>): Trigger => ({
  useCase,
  reason: 'schedule',
  cause: `schedule/${time}`.slice(0, 200),
  requestedAt: time,
  explanation: 'the use case is retrained from time to time',
});

function alarmTrigger({ detail, time }: z.output<typeof alarmSchema>): Trigger | undefined {
  if (detail.state.value !== 'ALARM') return undefined;
  for (const { metricStat } of detail.configuration.metrics) {
    const reason = metricStat && alarmedMetrics[metricStat.metric.name];
    const useCase = metricStat?.metric.dimensions['UseCase'];
    if (!reason || useCase === undefined) continue;
    const cause = createHash('sha256').update(`${detail.alarmName}\n${detail.state.timestamp}`).digest('hex');
    return {
      useCase,
      reason,
      cause: `alarm/${cause.slice(0, 32)}`,
      requestedAt: time,
      explanation: `alarm ${detail.alarmName.slice(0, 200)} was raised`,
    };
  }
  return undefined;
}

function platformTrigger(delivered: unknown): Trigger | undefined {
  const event = platformEventOf(delivered);
  const { useCase } = event.detail;
  const common = { useCase, cause: event.id, requestedAt: event.time };
  switch (event.detailType) {
    case detailTypes.driftConfirmed:
      return {
        ...common,
        reason: 'drift',
        explanation: event.detail.sentence.slice(0, 500),
        driftReportKey: event.detail.reportKey,
      };
    case detailTypes.modelQualityDegraded: {
      const { accuracyBefore, accuracyAfter, dropPoints, labels, modelVersion } = event.detail;
      return {
        ...common,
        reason: 'model-quality',
        explanation: `accuracy of version ${modelVersion} fell by ${dropPoints.toFixed(1)} points, from ${percent(accuracyBefore)} to ${percent(accuracyAfter)} over ${labels} confirmed diagnoses`,
      };
    }
    case detailTypes.datasetIngested: {
      const { requestedRetraining, datasetId, rowsAccepted } = event.detail;
      if (!requestedRetraining) return undefined;
      return {
        ...common,
        reason: 'dataset',
        explanation: `dataset ${datasetId.slice(0, 200)} brought ${rowsAccepted} rows`,
      };
    }
    case detailTypes.predictionMade:
      return undefined;
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

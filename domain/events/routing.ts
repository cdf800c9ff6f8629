import type { UseCase } from '../usecase/schema.ts';
import type { JsonObject } from '../ports.ts';
import type { EventPattern } from './pattern.ts';
import { detailTypes, eventSource } from './platform-event.ts';

/** Which events go to which function: the same rules on EventBridge and on one machine. */
export interface EventRule {
  readonly name: string;
  readonly functionName: string;
  readonly pattern: EventPattern;
}

export const eventRules: readonly EventRule[] = [
  {
    name: 'retraining-triggers',
    functionName: 'start-retraining',
    pattern: {
      source: [eventSource],
      $or: [
        { 'detail-type': [detailTypes.driftConfirmed, detailTypes.modelQualityDegraded] },
        { 'detail-type': [detailTypes.datasetIngested], detail: { requestedRetraining: [true] } },
      ],
    },
  },
  {
    name: 'executions-ended',
    functionName: 'on-execution-ended',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
  },
];

/** A function that is called from time to time for a use case, with the time of the tick in its input. */
export interface ScheduledCall {
  readonly name: string;
  readonly functionName: string;
  /** EventBridge Scheduler's form: `rate(1 hour)`. */
  readonly expression: string;
  readonly input: (time: string) => JsonObject;
}

export function scheduledCalls(useCase: UseCase): readonly ScheduledCall[] {
  const { monitoring, retraining } = useCase;
  const call = (functionName: string, expression: string, more: JsonObject = {}): ScheduledCall => ({
    name: `${useCase.name}-${functionName}`,
    functionName,
    expression,
    input: (time) => ({ useCase: useCase.name, time, ...more }),
  });
  return [
    call('detect-drift', rate(monitoring.dataQuality.everyHours, 'hour')),
    call('evaluate-model-quality', rate(monitoring.modelQuality.everyHours, 'hour')),
    call('start-retraining', rate(retraining.everyDays, 'day'), { reason: 'schedule' }),
  ];
}

const rate = (count: number, unit: 'hour' | 'day'): string =>
  `rate(${count} ${unit}${count === 1 ? '' : 's'})`;

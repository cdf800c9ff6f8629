import { monitoringMetrics } from '../../domain/monitoring/metrics.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { Alarm, type AlarmProps } from '../../modules/monitoring/alarm.ts';
import type { Severity } from '../names.ts';
import type { PlatformStack } from '../platform-stack.ts';
import {
  aliasErrors,
  failedExecutions,
  fiveMinutes,
  hourSeconds,
  lambdaMetric,
  predictionErrors,
  useCaseMetric,
} from './metrics.ts';
import { runbookSections, runbookUrl } from './runbook.ts';

/** Above this population stability index a column counts as moved for good (0.1 to 0.25 is a moderate shift). */
export const severePsi = 0.25;
const mostErrorsPerHour = 10;
export const mostLatencyMs = 1000;
/** A few errors within one minute of a deployment: enough to take it back, more than one unlucky call. */
const canaryErrors = 3;

type Wanted = Omit<AlarmProps, 'name' | 'runbookUrl' | 'actionArns' | 'okActionArns'> & {
  readonly id: keyof typeof runbookSections;
  /** Who is told. Undefined where EventBridge's event of the state change is the whole use. */
  readonly severity?: Severity;
  readonly useCase?: string;
};

function add(stack: PlatformStack, { id, severity, useCase, ...props }: Wanted): Alarm {
  const topics = severity === undefined ? [] : [stack.names.topicArn(severity)];
  return new Alarm(stack, `alarm-${runbookSections[id]}`, {
    ...props,
    name: stack.names.alarm(runbookSections[id], useCase),
    runbookUrl: runbookUrl(stack.environment, id),
    actionArns: topics,
    okActionArns: topics,
  });
}

/** Of the retraining, for all use cases together. */
export const addSharedAlarms = (stack: PlatformStack): readonly Alarm[] => [
  add(stack, {
    id: 'retrainingFailed',
    severity: 'critical',
    description: 'A retraining ended without a decision: the training, the deployment or an approval failed.',
    metric: failedExecutions(stack.names),
    comparison: '>',
    threshold: 0,
    missingData: 'notBreaching',
  }),
  add(stack, {
    id: 'undelivered',
    severity: 'warning',
    description: 'Events or calls could not be delivered and wait in the dead-letter queue.',
    metric: {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: stack.names.deadLetters },
      statistic: 'Maximum',
      periodSeconds: fiveMinutes,
    },
    comparison: '>',
    threshold: 0,
    missingData: 'notBreaching',
  }),
];

/** Watches what the alias answers: a deployment that makes it ring is taken back. */
export const addCanaryAlarm = (stack: PlatformStack, functionName: string, useCase: string): Alarm =>
  add(stack, {
    id: 'canaryErrors',
    useCase,
    severity: 'critical',
    description: 'Predictions fail; while a new version gets its first traffic, that one is to blame.',
    metric: aliasErrors(functionName),
    comparison: '>=',
    threshold: canaryErrors,
    missingData: 'notBreaching',
  });

/** Of one use case, whatever serves it. Drift and accuracy ring for EventBridge too, which starts the retraining. */
export const addModelAlarms = (
  stack: PlatformStack,
  { name: useCase, monitoring }: UseCase,
): readonly Alarm[] => [
  add(stack, {
    id: 'drift',
    useCase,
    severity: 'warning',
    description: `What ${useCase} is asked has moved far from what its model was made for; a retraining starts.`,
    metric: useCaseMetric(
      useCase,
      monitoringMetrics.psiMax,
      'Maximum',
      monitoring.dataQuality.everyHours * hourSeconds,
    ),
    comparison: '>',
    threshold: severePsi,
    // The second window confirms, as in the decision rule.
    evaluationPeriods: 2,
    missingData: 'ignore',
  }),
  add(stack, {
    id: 'accuracyDrop',
    useCase,
    severity: 'critical',
    description: `${useCase} is right less often than when it was registered; a retraining starts.`,
    metric: useCaseMetric(
      useCase,
      monitoringMetrics.accuracyDropPoints,
      'Maximum',
      monitoring.modelQuality.everyHours * hourSeconds,
    ),
    comparison: '>',
    threshold: monitoring.modelQuality.accuracyDropPoints,
    missingData: 'ignore',
  }),
];

/** Of the predict function of one use case. */
export function addPredictAlarms(stack: PlatformStack, { name: useCase }: UseCase): readonly Alarm[] {
  const { names } = stack;
  const predict = names.function('predict', useCase);
  return [
    add(stack, {
      id: 'predictionErrors',
      useCase,
      severity: 'critical',
      description: `More than ${mostErrorsPerHour} predictions of ${useCase} failed within an hour.`,
      metric: predictionErrors(names, useCase, hourSeconds),
      comparison: '>',
      threshold: mostErrorsPerHour,
      missingData: 'notBreaching',
    }),
    add(stack, {
      id: 'predictionLatency',
      useCase,
      severity: 'warning',
      description: `One prediction of ${useCase} in twenty took longer than ${mostLatencyMs} ms.`,
      metric: lambdaMetric(predict, 'Duration', 'p95'),
      comparison: '>',
      threshold: mostLatencyMs,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      missingData: 'notBreaching',
    }),
  ];
}

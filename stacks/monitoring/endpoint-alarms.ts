import { endpointSettings, variantNames } from '../../domain/serving/endpoint-settings.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { Alarm } from '../../modules/monitoring/alarm.ts';
import type { Metric, MetricMath } from '../../modules/monitoring/metric.ts';
import type { PlatformStack } from '../platform-stack.ts';
import { fiveMinutes, hourSeconds, minuteSeconds, type Statistic } from './metrics.ts';
import { runbookSections, runbookUrl } from './runbook.ts';

/** A few errors within one minute of a deployment: enough to take it back, more than one unlucky call. */
const rollbackErrors = 3;
const mostErrorsPerHour = 10;
export const microsecondsPerMs = 1000;

/** Of the variant that new versions come to. Latencies are in microseconds. */
export const endpointMetric = (
  endpointName: string,
  name: string,
  statistic: Statistic,
  periodSeconds = fiveMinutes,
): Metric => ({
  namespace: 'AWS/SageMaker',
  name,
  dimensions: { EndpointName: endpointName, VariantName: variantNames.main },
  statistic,
  periodSeconds,
});

/** Those that take a deployment back: SageMaker looks at them while traffic goes over. Nobody is called by them alone. */
export function addRollbackAlarms(stack: PlatformStack, useCase: UseCase): void {
  const { endpoint, rollbackAlarms } = stack.names.endpoint(useCase.name);
  const [errors, latency] = rollbackAlarms;
  const { maximumLatencyMs } = endpointSettings(useCase.serving);
  const common = {
    runbookUrl: runbookUrl(stack.environment, 'canaryErrors'),
    missingData: 'notBreaching',
    actionArns: [stack.names.topicArn('critical')],
    okActionArns: [stack.names.topicArn('critical')],
  } as const;
  new Alarm(stack, 'rollback-errors', {
    ...common,
    name: errors,
    description:
      'The endpoint answers with errors; while a new version gets its first traffic, that one is to blame.',
    metric: endpointMetric(endpoint, 'Invocation5XXErrors', 'Sum', minuteSeconds),
    comparison: '>=',
    threshold: rollbackErrors,
  });
  new Alarm(stack, 'rollback-latency', {
    ...common,
    name: latency,
    description: `One answer in twenty takes longer than ${maximumLatencyMs} ms; a deployment under way is taken back.`,
    metric: endpointMetric(endpoint, 'ModelLatency', 'p95', minuteSeconds),
    comparison: '>',
    threshold: maximumLatencyMs * microsecondsPerMs,
    evaluationPeriods: 2,
  });
}

/** What callers of the endpoint see as an error that is not theirs. */
export const endpointErrors = (endpointName: string, periodSeconds = fiveMinutes): MetricMath => ({
  expression: 'FILL(failed, 0) + FILL(broken, 0)',
  label: 'Failed predictions',
  metrics: {
    failed: endpointMetric(endpointName, 'Invocation5XXErrors', 'Sum', periodSeconds),
    broken: endpointMetric(endpointName, 'InvocationModelErrors', 'Sum', periodSeconds),
  },
});

/** Errors and latency of an endpoint, as of the predict function: the same sections of the runbook. */
export function addEndpointAlarms(stack: PlatformStack, useCase: UseCase): readonly Alarm[] {
  const { names, environment } = stack;
  const { endpoint } = names.endpoint(useCase.name);
  const { maximumLatencyMs } = endpointSettings(useCase.serving);
  const told = (severity: 'critical' | 'warning') => ({
    actionArns: [names.topicArn(severity)],
    okActionArns: [names.topicArn(severity)],
    missingData: 'notBreaching' as const,
  });
  return [
    new Alarm(stack, `alarm-${runbookSections.predictionErrors}`, {
      ...told('critical'),
      name: names.alarm(runbookSections.predictionErrors, useCase.name),
      runbookUrl: runbookUrl(environment, 'predictionErrors'),
      description: `More than ${mostErrorsPerHour} predictions of ${useCase.name} failed within an hour.`,
      metric: endpointErrors(endpoint, hourSeconds),
      comparison: '>',
      threshold: mostErrorsPerHour,
    }),
    new Alarm(stack, `alarm-${runbookSections.predictionLatency}`, {
      ...told('warning'),
      name: names.alarm(runbookSections.predictionLatency, useCase.name),
      runbookUrl: runbookUrl(environment, 'predictionLatency'),
      description: `One prediction of ${useCase.name} in twenty took longer than ${maximumLatencyMs} ms.`,
      metric: endpointMetric(endpoint, 'ModelLatency', 'p95'),
      comparison: '>',
      threshold: maximumLatencyMs * microsecondsPerMs,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    }),
  ];
}

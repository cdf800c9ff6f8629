import { metricsNamespace } from '../../functions/adapters/contract.ts';
import type { Metric, MetricMath } from '../../modules/monitoring/metric.ts';
import { liveAlias, type Names } from '../names.ts';

export const minuteSeconds = 60;
export const fiveMinutes = 5 * minuteSeconds;
export const hourSeconds = 3600;
export const daySeconds = 24 * hourSeconds;

export type Statistic = Metric['statistic'];

/** Of a Lambda function, all of its versions together. */
export const lambdaMetric = (
  functionName: string,
  name: string,
  statistic: Statistic,
  periodSeconds = fiveMinutes,
): Metric => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: functionName },
  statistic,
  periodSeconds,
});

/** Of what callers of the alias get. */
export const aliasErrors = (functionName: string): Metric => ({
  namespace: 'AWS/Lambda',
  name: 'Errors',
  dimensions: { FunctionName: functionName, Resource: `${functionName}:${liveAlias}` },
  statistic: 'Sum',
  periodSeconds: minuteSeconds,
});

/** Of our own, with the use case as only dimension. */
export const useCaseMetric = (
  useCase: string,
  name: string,
  statistic: Statistic,
  periodSeconds = hourSeconds,
): Metric => ({
  namespace: metricsNamespace,
  name,
  dimensions: { UseCase: useCase },
  statistic,
  periodSeconds,
});

export const machineMetric = (
  names: Names,
  name: string,
  statistic: Statistic,
  periodSeconds = fiveMinutes,
): Metric => ({
  namespace: 'AWS/States',
  name,
  dimensions: { StateMachineArn: names.stateMachineArn },
  statistic,
  periodSeconds,
});

/** Executions that ended badly, however: a metric that was never sent counts as none. */
export const failedExecutions = (names: Names, periodSeconds = fiveMinutes): MetricMath => ({
  expression: 'FILL(failed, 0) + FILL(expired, 0) + FILL(aborted, 0)',
  label: 'Failed retrainings',
  metrics: {
    failed: machineMetric(names, 'ExecutionsFailed', 'Sum', periodSeconds),
    expired: machineMetric(names, 'ExecutionsTimedOut', 'Sum', periodSeconds),
    aborted: machineMetric(names, 'ExecutionsAborted', 'Sum', periodSeconds),
  },
});

/** Every version of a use case has a line of its own. */
export const byVersion = (useCase: string, name: string, statistic: Statistic): MetricMath => ({
  expression: `SEARCH('{${metricsNamespace},ModelVersion,UseCase} MetricName="${name}" UseCase="${useCase}"', '${statistic}', ${fiveMinutes})`,
  label: '',
  metrics: {},
});

/** The sum of a metric over all functions of the environment whose names hold these words. */
export const sumOverFunctions = (names: Names, words: string, name: string): string =>
  `SUM(SEARCH('{AWS/Lambda,FunctionName} MetricName="${name}" ${names.base.replaceAll('-', ' ')} ${words}', 'Sum', ${daySeconds}))`;

/** Answers of predict that blame the platform (status 500 and above), counted in its log: to Lambda they are no errors. */
export const serverErrors = (useCase: string, periodSeconds = fiveMinutes): Metric => ({
  namespace: metricsNamespace,
  name: `PredictionAnswers5xx.${useCase}`,
  statistic: 'Sum',
  periodSeconds,
});

/** What callers of predict see as an error that is not theirs: crashes, timeouts, and answers of 500 and above. */
export const predictionErrors = (names: Names, useCase: string, periodSeconds = fiveMinutes): MetricMath => ({
  expression: 'FILL(crashed, 0) + FILL(answered, 0)',
  label: 'Failed predictions',
  metrics: {
    crashed: lambdaMetric(names.function('predict', useCase), 'Errors', 'Sum', periodSeconds),
    answered: serverErrors(useCase, periodSeconds),
  },
});

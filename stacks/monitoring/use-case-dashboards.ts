import { monitoringMetrics, qualityMetrics } from '../../domain/monitoring/metrics.ts';
import { endpointSettings } from '../../domain/serving/endpoint-settings.ts';
import { servingMetrics } from '../../domain/serving/metrics.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Alarm } from '../../modules/monitoring/alarm.ts';
import { Dashboard } from '../../modules/monitoring/dashboard.ts';
import type { Metric, MetricMath } from '../../modules/monitoring/metric.ts';
import type { Widget } from '../../modules/monitoring/widgets.ts';
import type { PlatformStack } from '../platform-stack.ts';
import type { Names } from '../names.ts';
import { mostLatencyMs, severePsi } from './alarms.ts';
import { endpointErrors, endpointMetric, microsecondsPerMs } from './endpoint-alarms.ts';
import {
  byVersion,
  hourSeconds,
  lambdaMetric,
  predictionErrors,
  type Statistic,
  useCaseMetric,
} from './metrics.ts';

/** How the service of a use case is, and how good its model is. */
export function addUseCaseDashboards(stack: PlatformStack, useCase: UseCase, alarms: readonly Alarm[]): void {
  addOperations(stack, useCase, alarms);
  addModelPerformance(stack, useCase);
}

function addOperations(stack: PlatformStack, useCase: UseCase, alarms: readonly Alarm[]): void {
  const { names, environment } = stack;
  const { name, title } = useCase;
  const service = useCase.serving.kind === 'endpoint' ? ofEndpoint(names, useCase) : ofFunction(names, name);
  new Dashboard(stack, 'dashboard-operations', {
    name: names.dashboard('operations', name),
    region: environment.region,
    rows: [
      { height: 2, widgets: [heading(title, environment.runbookUrl)] },
      {
        widgets: [
          { kind: 'alarms', title: 'Alarms', alarmArns: alarms.map(({ arn }) => arn) },
          {
            kind: 'number',
            title: 'Last five minutes',
            lines: [
              { metric: service.requests, label: 'Predictions' },
              { metric: service.failures, label: 'Failed' },
            ],
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Predictions and failures',
            lines: [
              { metric: service.requests, label: 'Predictions' },
              { metric: service.failures, label: 'Failed', color: '#d62728' },
              { metric: service.refused, label: 'Throttled', color: '#ff7f0e' },
            ],
          },
          {
            kind: 'graph',
            title: 'Latency',
            unit: service.latencyUnit,
            lines: (['p50', 'p95', 'p99'] as const).map((statistic) => ({
              metric: service.latency(statistic),
              label: statistic.toUpperCase(),
            })),
            marks: [{ label: 'alarm (P95)', value: service.mostLatency }],
          },
          {
            kind: 'graph',
            title: 'Side by side',
            lines: [service.running],
          },
        ],
      },
    ],
  });
}

/** Where the same figures stand, by what answers. */
interface Service {
  readonly requests: Metric;
  readonly failures: MetricMath;
  readonly refused: Metric;
  readonly latency: (statistic: Statistic) => Metric;
  readonly latencyUnit: string;
  readonly mostLatency: number;
  readonly running: { readonly metric: Metric; readonly label: string };
}

function ofFunction(names: Names, useCase: string): Service {
  const predict = names.function('predict', useCase);
  const lambda = (metric: string, statistic: Statistic): Metric => lambdaMetric(predict, metric, statistic);
  return {
    requests: lambda('Invocations', 'Sum'),
    failures: predictionErrors(names, useCase),
    refused: lambda('Throttles', 'Sum'),
    latency: (statistic) => lambda('Duration', statistic),
    latencyUnit: 'ms',
    mostLatency: mostLatencyMs,
    running: { metric: lambda('ConcurrentExecutions', 'Maximum'), label: 'Functions running' },
  };
}

function ofEndpoint(names: Names, { name, serving }: UseCase): Service {
  const { endpoint } = names.endpoint(name);
  const of = (metric: string, statistic: Statistic): Metric => endpointMetric(endpoint, metric, statistic);
  return {
    requests: of('Invocations', 'Sum'),
    failures: endpointErrors(endpoint),
    refused: of('Invocation4XXErrors', 'Sum'),
    latency: (statistic) => of('ModelLatency', statistic),
    latencyUnit: 'µs',
    mostLatency: endpointSettings(serving).maximumLatencyMs * microsecondsPerMs,
    running: { metric: of('InvocationsPerInstance', 'Sum'), label: 'Predictions of one instance' },
  };
}

function addModelPerformance(stack: PlatformStack, { name, title, monitoring, gate }: UseCase): void {
  const { names, environment } = stack;
  const own = (metric: string): Metric => useCaseMetric(name, metric, 'Maximum', hourSeconds);
  const floors = gate.thresholds.flatMap(({ metric, atLeast }) =>
    atLeast === undefined ? [] : [{ label: `gate: ${metric}`, value: atLeast }],
  );
  new Dashboard(stack, 'dashboard-model', {
    name: names.dashboard('model', name),
    region: environment.region,
    rows: [
      { height: 2, widgets: [heading(title, environment.runbookUrl)] },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'Accuracy under that of the registered version',
            unit: 'percentage points',
            lines: [{ metric: own(monitoringMetrics.accuracyDropPoints), label: 'Drop' }],
            marks: [{ label: 'alarm', value: monitoring.modelQuality.accuracyDropPoints }],
          },
          {
            kind: 'graph',
            title: 'Drift: largest population stability index',
            lines: [{ metric: own(monitoringMetrics.psiMax), label: 'PSI' }],
            marks: [
              { label: 'noticed', value: monitoring.drift.psiFloor },
              { label: 'alarm', value: severePsi },
            ],
          },
        ],
      },
      {
        widgets: [
          {
            kind: 'graph',
            title: 'On confirmed diagnoses',
            lines: Object.keys(qualityMetrics).map((metric) => ({
              metric: own(metric),
              label: metric,
            })),
            marks: floors,
          },
          {
            kind: 'graph',
            title: 'Predictions by version',
            stacked: true,
            lines: [{ metric: byVersion(name, servingMetrics.served, 'Sum') }],
          },
        ],
      },
    ],
  });
}

const heading = (title: string, runbook: string): Widget => ({
  kind: 'text',
  markdown: `# ${title}\n[Runbook](${runbook})`,
});
